package dev.perigee.events;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Replays of triggers. A replay delivers a topic's past to a function again and writes a shadow of
 * the state; events it appends are captured, not appended. It is a trigger itself: {@link
 * Triggers#progress}, pause and resume work by its name, and it survives restarts. It is either
 * promoted or discarded. Errors are {@link EventLogException}s.
 */
public interface Replays {

    /**
     * Begins a replay of a trigger from there into an empty shadow.
     *
     * @param rehearsal what to run instead of the trigger's own function, or {@link Rehearsal#NONE}
     */
    Mono<Trigger> start(TriggerName trigger, Rehearsal rehearsal, Start from);

    /**
     * What a replay runs.
     *
     * @param function null for the trigger's own
     * @param version null for the one that is live
     */
    record Rehearsal(@Nullable String function, @Nullable String version) {

        public static final Rehearsal NONE = new Rehearsal(null, null);

        public static Rehearsal ofFunction(String function) {
            return new Rehearsal(function, null);
        }

        public static Rehearsal ofVersion(String version) {
            return new Rehearsal(null, version);
        }
    }

    /**
     * Where the shadow differs from what the trigger wrote live: by key, beyond {@code after}, at
     * most {@code limit}.
     */
    Flux<Difference> compare(TriggerName replay, String after, int limit);

    /** What the replay would have appended, beyond that number, at most {@code limit}. */
    Flux<Captured> captured(TriggerName replay, long after, int limit);

    /**
     * Puts the shadow, the replay's position and its function in the place of the trigger's, all at
     * once; which version is live is up to the caller. Errors with {@link ReplayBehindException}
     * while the replay has not reached the trigger's position.
     */
    Mono<Void> promote(TriggerName replay);

    /** Deletes the replay with its shadow. */
    Mono<Void> discard(TriggerName replay);

    /**
     * A key that differs.
     *
     * @param live null when the replay added it
     * @param replayed null when the replay does not have it
     */
    record Difference(String key, @Nullable String live, @Nullable String replayed) {}

    /** An event that was not appended. */
    record Captured(long number, String topic, NewEvent event) {}
}
