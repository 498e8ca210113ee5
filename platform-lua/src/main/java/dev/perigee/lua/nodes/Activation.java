package dev.perigee.lua.nodes;

import dev.perigee.lua.runtime.Hook;

/** What a hook has been told of one activation of a function; kept in its frame. */
final class Activation {

    final Hook hook;

    private int line;
    private boolean jumped;
    private boolean beginsLoop;
    private boolean left;
    private boolean returned;

    Activation(Hook hook, int line) {
        this.hook = hook;
        this.line = line;
    }

    /** Whether coming to a line is news: it is another one, or the way there led backwards. */
    boolean reaches(int next) {
        left = false;
        if (next == line && !jumped) {
            return false;
        }
        line = next;
        jumped = false;
        return true;
    }

    void beginLoop() {
        beginsLoop = true;
    }

    void endLoop() {
        beginsLoop = false;
    }

    /** A round begins; any but the first one after a jump backwards. */
    void beginRound() {
        jumped |= !beginsLoop;
        beginsLoop = false;
        left = false;
    }

    void jump() {
        jumped = true;
        left = false;
    }

    /** A statement leaves the loop around it. */
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    /** Whether this is the first that is heard of its return. */
    boolean returns() {
        boolean first = !returned;
        returned = true;
        return first;
    }
}
