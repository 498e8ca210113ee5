package dev.perigee.events;

import java.time.Instant;

/** Where in a topic a trigger begins, or is moved to. */
public sealed interface Start {

    /** At the oldest event that is kept. */
    record Earliest() implements Start {}

    /** After the newest event. */
    record Latest() implements Start {}

    /** At that offset of every partition, or its nearest end. */
    record AtOffset(long offset) implements Start {}

    /** At the first event appended at that time or later. */
    record Since(Instant time) implements Start {}
}
