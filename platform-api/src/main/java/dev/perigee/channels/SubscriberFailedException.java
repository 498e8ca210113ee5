package dev.perigee.channels;

import dev.perigee.events.EventLogException;
import dev.perigee.events.InvalidEventException;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.executor.Outcome;
import dev.perigee.invocations.Invoker.Completed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber, or its predicate, did not return; nobody behind it ran. */
public final class SubscriberFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN = 200;

    private final transient Failed failed;
    private final transient Reason reason;

    /**
     * Who failed.
     *
     * @param subscriber a function's name, or {@code topic:NAME}
     * @param channel that it subscribed to
     */
    public record Failed(String subscriber, String channel) {}

    /**
     * Why.
     *
     * @param code a stable word, such as {@code rejected}
     * @param status what a gateway would answer
     * @param payloadJson what the subscriber raised or rejected with
     * @param invocation its id
     */
    public record Reason(
            String code,
            int status,
            String message,
            @Nullable String payloadJson,
            @Nullable String invocation) {}

    private SubscriberFailedException(Failed failed, Reason reason) {
        super(
                "the subscriber \"%s\" of the channel \"%s\" %s"
                        .formatted(failed.subscriber(), failed.channel(), reason.message()),
                null,
                false,
                false);
        this.failed = failed;
        this.reason = reason;
    }

    static SubscriberFailedException missing(Failed failed) {
        return new SubscriberFailedException(
                failed, new Reason("not_found", 404, "does not exist", null, null));
    }

    static SubscriberFailedException of(Failed failed, Completed completed) {
        var outcome = completed.outcome();
        var reason =
                switch (outcome) {
                    case Outcome.Returned _ ->
                            new Reason("failed", 500, "gave no answer", null, completed.id());
                    case Outcome.Rejected(var json) ->
                            new Reason(
                                    "rejected",
                                    400,
                                    "rejected the call: " + shortened(json),
                                    json,
                                    completed.id());
                    case Outcome.Failed(var message, _) ->
                            new Reason(
                                    "failed",
                                    500,
                                    "failed: " + message,
                                    JSON.writeValueAsString(message),
                                    completed.id());
                    case Outcome.TimedOut _ -> ended(504, completed);
                    case Outcome.LimitExceeded _ -> ended(500, completed);
                    case Outcome.Refused _ -> ended(503, completed);
                };
        return new SubscriberFailedException(failed, reason);
    }

    private static Reason ended(int status, Completed completed) {
        var outcome = completed.outcome();
        return new Reason(
                outcome.label(), status, String.valueOf(outcome.error()), null, completed.id());
    }

    static SubscriberFailedException of(Failed failed, EventLogException refused) {
        var status =
                switch (refused) {
                    case UnknownTopicException _ -> 404;
                    case InvalidEventException _ -> 400;
                    case LogSaturatedException _, LogUnavailableException _ -> 503;
                    default -> 500;
                };
        var code =
                switch (status) {
                    case 404 -> "unknown_topic";
                    case 400 -> "invalid_event";
                    case 503 -> "unavailable";
                    default -> "failed";
                };
        return new SubscriberFailedException(
                failed,
                new Reason(code, status, "refused the event: " + refused.getMessage(), null, null));
    }

    private static String shortened(String json) {
        return json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "…";
    }

    public Failed failed() {
        return failed;
    }

    public Reason reason() {
        return reason;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    /** Status, payload, invocation, subscriber and channel as a JSON object. */
    public String dataJson() {
        var data = JSON.createObjectNode().put("status", reason.status());
        if (reason.payloadJson() != null) {
            data.set("payload", JSON.readTree(reason.payloadJson()));
        }
        if (reason.invocation() != null) {
            data.put("invocation", reason.invocation());
        }
        return data.put("subscriber", failed.subscriber())
                .put("channel", failed.channel())
                .toString();
    }
}
