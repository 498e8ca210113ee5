package dev.perigee.triggers;

import dev.perigee.events.DeadLetter;
import dev.perigee.topics.EventResponse;
import java.time.Instant;

/** A dead letter on the wire. */
record DeadLetterResponse(
        long id, EventResponse event, int attempts, String error, Instant parkedAt) {

    static DeadLetterResponse of(DeadLetter letter) {
        return new DeadLetterResponse(
                letter.id(),
                EventResponse.of(letter.event()),
                letter.attempts(),
                letter.error(),
                letter.parkedAt());
    }
}
