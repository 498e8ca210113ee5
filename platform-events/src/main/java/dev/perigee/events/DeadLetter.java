package dev.perigee.events;

import java.time.Instant;

/**
 * An event that a trigger could not handle.
 *
 * @param attempts deliveries that failed, redrives included
 * @param error the last one's error
 */
public record DeadLetter(long id, Event event, int attempts, String error, Instant parkedAt) {}
