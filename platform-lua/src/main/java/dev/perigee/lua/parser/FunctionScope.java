package dev.perigee.lua.parser;

import dev.perigee.lua.parser.FunctionBody.Capture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the parser knows of a function while inside it: visible locals, captured variables, labels
 * and jumps.
 */
final class FunctionScope {

    private static final int MAX_LOCALS = 200;
    private static final int MAX_UPVALUES = 255;

    final @Nullable FunctionScope parent;
    final int line;
    final boolean isVararg;
    private final List<LocalVariable> visible = new ArrayList<>();
    private final List<Capture> captures = new ArrayList<>();
    private final List<LocalVariable> locals = new ArrayList<>();

    /** The variables that any function of the chunk captures; kept by the outermost one. */
    private final List<LocalVariable> captured = new ArrayList<>();

    private @Nullable BlockScope block;

    /** Declared variables that are not visible yet. */
    private int pending;

    FunctionScope(@Nullable FunctionScope parent, int line, boolean isVararg) {
        this.parent = parent;
        this.line = line;
        this.isVararg = isVararg;
    }

    /** The innermost block; only asked for while one is open. */
    BlockScope block() {
        if (block == null) {
            throw new IllegalStateException("no block is open");
        }
        return block;
    }

    List<Capture> captures() {
        return List.copyOf(captures);
    }

    List<LocalVariable> locals() {
        return List.copyOf(locals);
    }

    List<LocalVariable> captured() {
        return parent == null ? captured : parent.captured();
    }

    int visibleLocals() {
        return visible.size();
    }

    void openBlock(boolean isLoop) {
        block = new BlockScope(block, isLoop, visible.size());
    }

    /** Ends the innermost block, and the life of its variables, at an offset of the source. */
    void closeBlock(int offset) {
        var closing = block();
        closing.close();
        while (visible.size() > closing.firstLocal) {
            visible.removeLast().hide(offset);
        }
        block = closing.parent;
    }

    /**
     * Makes a variable that is not visible before {@link #show}. Every variable has a slot of its
     * own.
     */
    LocalVariable declare(String name, LocalVariable.Attribute attribute, Span at) {
        if (visible.size() + pending >= MAX_LOCALS) {
            throw tooMany("local variables", MAX_LOCALS, at);
        }
        var variable = new LocalVariable(name, attribute, locals.size());
        locals.add(variable);
        pending++;
        return variable;
    }

    void show(LocalVariable variable, int offset) {
        variable.show(offset);
        pending--;
        visible.add(variable);
    }

    LocalVariable visibleAt(int index) {
        return visible.get(index);
    }

    @Nullable LocalVariable findLocal(String name) {
        for (int i = visible.size() - 1; i >= 0; i--) {
            if (visible.get(i).name().equals(name)) {
                return visible.get(i);
            }
        }
        return null;
    }

    /**
     * The index of an upvalue of this name, captured through all functions in between, or -1 for a
     * global.
     */
    int findUpvalue(String name, Span at) {
        for (int i = 0; i < captures.size(); i++) {
            if (captures.get(i).name().equals(name)) {
                return i;
            }
        }
        if (parent == null) {
            return -1;
        }
        var local = parent.findLocal(name);
        if (local != null) {
            local.capture();
            captured().add(local);
            return addCapture(new Capture(name, local, true, -1), at);
        }
        int inParent = parent.findUpvalue(name, at);
        if (inParent < 0) {
            return -1;
        }
        return addCapture(
                new Capture(name, parent.captures.get(inParent).variable(), false, inParent), at);
    }

    LocalVariable capturedVariable(int index) {
        return captures.get(index).variable();
    }

    int addCapture(Capture capture, Span at) {
        if (captures.size() >= MAX_UPVALUES) {
            throw tooMany("upvalues", MAX_UPVALUES, at);
        }
        captures.add(capture);
        return captures.size() - 1;
    }

    private LuaSyntaxException tooMany(String what, int limit, Span at) {
        var where = line == 0 ? "main function" : "function at line " + line;
        return new LuaSyntaxException(
                "too many " + what + " (limit is " + limit + ") in " + where, at, false);
    }
}
