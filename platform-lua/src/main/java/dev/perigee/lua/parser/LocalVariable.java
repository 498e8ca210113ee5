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
    private boolean reassigned;

    LocalVariable(String name, Attribute attribute, int slot) {
        this.name = name;
        this.attribute = attribute;
        this.slot = slot;
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
