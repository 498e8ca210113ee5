package dev.perigee.lua.parser;

/**
 * A local variable as the parser resolved it. It is filled while its function is parsed and not
 * changed afterwards. A variable that is captured and assigned after its declaration lives in a
 * cell; any other in its frame slot alone.
 */
public final class LocalVariable {

    /** What stands between angle brackets behind a declared name. */
    public enum Attribute {
        NONE,
        CONST,
        CLOSE
    }

    private final String name;
    private final Attribute attribute;
    private final int slot;
    private boolean captured;
    private boolean implicit;
    private boolean reassigned;
    private int visibleFrom = Integer.MAX_VALUE;
    private int visibleTo = Integer.MAX_VALUE;

    LocalVariable(String name, Attribute attribute, int slot) {
        this.name = name;
        this.attribute = attribute;
        this.slot = slot;
    }

    /** Holds a value for a while; no name leads to it. */
    public static LocalVariable scratch(int slot) {
        return new LocalVariable("", Attribute.NONE, slot);
    }

    public String name() {
        return name;
    }

    public Attribute attribute() {
        return attribute;
    }

    public int slot() {
        return slot;
    }

    public boolean inCell() {
        return captured && reassigned;
    }

    /** Whether it is the {@code self} of a method, which the source does not name. */
    public boolean isImplicit() {
        return implicit;
    }

    void makeImplicit() {
        implicit = true;
    }

    /** Whether code at an offset of the source sees it. */
    public boolean isVisibleAt(int offset) {
        return visibleFrom <= offset && offset < visibleTo;
    }

    void show(int offset) {
        visibleFrom = offset;
    }

    void hide(int offset) {
        visibleTo = offset;
    }

    void capture() {
        captured = true;
    }

    void reassign() {
        reassigned = true;
    }

    boolean isReadOnly() {
        return attribute != Attribute.NONE;
    }
}
