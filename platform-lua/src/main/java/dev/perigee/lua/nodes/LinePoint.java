package dev.perigee.lua.nodes;

import com.oracle.truffle.api.instrumentation.Tag;

/** Marks the nodes at which hooks are told of lines and steps; made for this language alone. */
@Tag.Identifier("LUA_LINE") public final class LinePoint extends Tag {

    /** What a node is to hooks. */
    enum Place {
        NONE,
        STATEMENT,

        /** A statement whose line is that of the end of the function that it makes. */
        FUNCTION,

        BREAK,
        RETURN,

        /** The end of a function without a return there. */
        END,

        /** A statement that begins a loop. */
        LOOP,

        /** A loop of which only the rounds have lines. */
        SILENT_LOOP,

        /** A condition whose outcome is acted upon at the word behind it. */
        CONDITION,

        /** A condition with which every round of a loop begins. */
        ROUND_CONDITION,

        /** What every round of a loop begins with, the first one too. */
        ROUND,

        /** The same in a loop over numbers, whose next step follows it. */
        STEP,

        /** The same in a loop with an iterator, which is called before and after it. */
        ITERATION
    }

    private LinePoint() {}
}
