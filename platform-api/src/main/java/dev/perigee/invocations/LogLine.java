package dev.perigee.invocations;

import dev.perigee.executor.InvocationLog;

/** One whole line of an invocation's log. */
record LogLine(long atMillis, InvocationLog.Level level, String text) {

    /** Roughly what it costs to keep. */
    long size() {
        return 64L + text.length();
    }
}
