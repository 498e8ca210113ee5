package dev.perigee.events;

/**
 * What a trigger does.
 *
 * @param topic of the same namespace or another
 * @param function name of the function that gets the events; this module does not know what it is
 * @param batchSize events of one delivery at most
 */
public record TriggerSettings(
        TriggerName name,
        TopicName topic,
        String function,
        int batchSize,
        RetryPolicy retry,
        OnFailure onFailure) {

    public static final int MAX_BATCH = 1_000;

    public TriggerSettings {
        if (function.isBlank()) {
            throw new IllegalArgumentException("a trigger names its function");
        }
        if (batchSize < 1 || batchSize > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a batch is 1 to " + MAX_BATCH + " events, not " + batchSize);
        }
    }

    /** One event at a time, four attempts, then parked. */
    public static TriggerSettings of(TriggerName name, TopicName topic, String function) {
        return new TriggerSettings(name, topic, function, 1, RetryPolicy.DEFAULT, OnFailure.PARK);
    }

    public TriggerSettings withBatchSize(int size) {
        return new TriggerSettings(name, topic, function, size, retry, onFailure);
    }

    public TriggerSettings withRetry(RetryPolicy policy) {
        return new TriggerSettings(name, topic, function, batchSize, policy, onFailure);
    }

    public TriggerSettings withOnFailure(OnFailure action) {
        return new TriggerSettings(name, topic, function, batchSize, retry, action);
    }
}
