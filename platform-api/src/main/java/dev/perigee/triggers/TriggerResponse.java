package dev.perigee.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perigee.events.LogStatistics.OfTrigger;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trigger on the wire: what it is, and how far it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TriggerResponse(
        @JsonUnwrapped Definition definition,
        boolean paused,
        Totals totals,
        @Nullable List<Partition> partitions) {

    /** What it delivers, and to what. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Definition(
            String namespace,
            String name,
            String topic,
            @Nullable String topicNamespace,
            String function,
            @JsonUnwrapped Delivery delivery) {}

    /**
     * How it delivers.
     *
     * @param replayOf the trigger that it replays, or null
     * @param version the version of the function that a replay rehearses; null for the live one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            TriggerRequest.Options options,
            @Nullable String replayOf,
            @Nullable String version,
            Instant createdAt) {}

    /**
     * What became of the events since it was created or moved, and what waits for a decision.
     *
     * @param unaccounted zero, unless an event was lost or counted twice
     */
    record Totals(
            @JsonUnwrapped Counts counts,
            long retried,
            long unaccounted,
            long deadLetters,
            int blockedPartitions) {}

    /** Events by what became of them. */
    record Counts(long published, long delivered, long parked, long dropped, long pending) {

        static Counts of(TriggerProgress.Counts counts) {
            return new Counts(
                    counts.published(),
                    counts.delivered(),
                    counts.parked(),
                    counts.dropped(),
                    counts.pending());
        }
    }

    /** One partition. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Partition(
            int partition,
            long position,
            @JsonUnwrapped Counts counts,
            @JsonUnwrapped Trouble trouble) {

        static Partition of(TriggerProgress progress) {
            return new Partition(
                    progress.partition(),
                    progress.position(),
                    Counts.of(progress.counts()),
                    new Trouble(
                            progress.attempts(),
                            progress.retryAt(),
                            progress.blocked(),
                            progress.lastError()));
        }
    }

    /** Why a partition does not go on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trouble(
            int attempts, @Nullable Instant retryAt, boolean blocked, @Nullable String lastError) {}

    static TriggerResponse of(
            Trigger trigger, OfTrigger totals, @Nullable List<TriggerProgress> progress) {
        return new TriggerResponse(
                definition(trigger, totals),
                trigger.paused(),
                new Totals(
                        Counts.of(totals.counts()),
                        totals.retried(),
                        totals.counts().unaccounted(),
                        totals.letters().dead(),
                        totals.letters().blockedPartitions()),
                progress == null ? null : progress.stream().map(Partition::of).toList());
    }

    private static Definition definition(Trigger trigger, OfTrigger totals) {
        var settings = trigger.settings();
        var topic = settings.topic();
        return new Definition(
                trigger.name().namespace(),
                trigger.name().name(),
                topic.name(),
                topic.namespace().equals(trigger.name().namespace()) ? null : topic.namespace(),
                settings.function(),
                new Delivery(
                        new TriggerRequest.Options(
                                settings.batchSize(),
                                TriggerRequest.Retry.of(settings.retry()),
                                TriggerRequest.wire(settings.onFailure())),
                        totals.replayOf(),
                        trigger.shadow().version(),
                        trigger.createdAt()));
    }

    String name() {
        return definition.name();
    }

    boolean isReplay() {
        return definition.delivery().replayOf() != null;
    }
}
