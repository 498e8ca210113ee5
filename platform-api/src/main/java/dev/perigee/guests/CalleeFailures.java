package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker.Completed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a called function's outcome is for its caller: data, or an error with the status that the
 * gateway would have answered with and the callee's payload.
 */
final class CalleeFailures {

    private static final int SHOWN = 200;

    private CalleeFailures() {}

    static Answer answer(String name, Completed completed) {
        var outcome = completed.outcome();
        return switch (outcome) {
            case Outcome.Returned(var result) -> data(result);
            case Outcome.Rejected(var errorJson) -> {
                var detail = new Detail(400, errorJson);
                throw failure("rejected", rejection(name, errorJson), completed, detail);
            }
            case Outcome.Failed(var message, _) -> {
                var detail = new Detail(500, Arguments.quoted(message));
                throw failure("failed", message, completed, detail);
            }
            case Outcome.TimedOut _ -> throw ended(name, completed, 504);
            case Outcome.LimitExceeded _ -> throw ended(name, completed, 500);
            case Outcome.Refused _ -> throw ended(name, completed, 503);
        };
    }

    private static GuestCallException ended(String name, Completed completed, int status) {
        var outcome = completed.outcome();
        var message = "\"" + name + "\" " + outcome.error();
        return failure(outcome.label(), message, completed, new Detail(status, null));
    }

    static GuestCallException unknown(String name) {
        return new GuestCallException(
                "not_found", "there is no function \"" + name + "\"", "{\"status\":404}");
    }

    static GuestCallException tooDeep(String name, int allowed) {
        return new GuestCallException(
                "limit_exceeded",
                "calling \"" + name + "\" exceeded call depth of " + allowed,
                "{\"status\":500}");
    }

    private static Answer data(Result result) {
        return switch (result) {
            case Result.Nothing _ -> Answer.of("");
            case Result.Value(var json) -> Answer.of(json);
            case Result.Response response -> Answer.of(asData(response));
        };
    }

    /** A raw response is data too for a caller: it may look at the status itself. */
    private static String asData(Result.Response response) {
        var json = Arguments.newObject().put("status", response.status());
        var headers = json.putArray("headers");
        for (var header : response.headers()) {
            headers.addArray().add(header.getKey()).add(header.getValue());
        }
        json.put("body", new String(response.body(), StandardCharsets.UTF_8));
        return json.toString();
    }

    private static String rejection(String name, String errorJson) {
        var shown = errorJson.length() <= SHOWN ? errorJson : errorJson.substring(0, SHOWN) + "…";
        return "\"" + name + "\" rejected the call: " + shown;
    }

    /** An error whose detail has the status and, unless null, the payload. */
    private static GuestCallException failure(
            String code, String message, Completed completed, Detail detail) {
        var payload = detail.payloadJson() == null ? "" : ",\"payload\":" + detail.payloadJson();
        var invocation = Arguments.quoted(completed.id());
        return new GuestCallException(
                code,
                message,
                "{\"status\":" + detail.status() + payload + ",\"invocation\":" + invocation + "}");
    }

    private record Detail(int status, @Nullable String payloadJson) {}
}
