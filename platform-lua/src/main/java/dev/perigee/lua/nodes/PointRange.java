package dev.perigee.lua.nodes;

import com.oracle.truffle.api.nodes.ExplodeLoop;

/**
 * The {@link YieldPoint}s inside a statement: those of a function are numbered as they are made.
 */
record PointRange(int first, int end) {

    static final PointRange NONE = new PointRange(Integer.MAX_VALUE, 0);

    boolean holds(int point) {
        return first <= point && point < end;
    }

    PointRange and(PointRange other) {
        return new PointRange(Math.min(first, other.first), Math.max(end, other.end));
    }

    static PointRange[] of(StatementNode[] statements) {
        var ranges = new PointRange[statements.length];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = statements[i].points();
        }
        return ranges;
    }

    /** Which of them holds a point; -1 for none. */
    @ExplodeLoop
    static int find(PointRange[] ranges, int point) {
        for (int i = 0; i < ranges.length; i++) {
            if (ranges[i].holds(point)) {
                return i;
            }
        }
        return -1;
    }

    static PointRange around(PointRange[] ranges) {
        var all = NONE;
        for (var range : ranges) {
            all = all.and(range);
        }
        return all;
    }
}
