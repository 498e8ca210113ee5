package dev.perigee.gateway;

import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.gateway.upstream.Headers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of the function contract: what each outcome is over HTTP. */
final class OutcomeAnswers {

    private static final String SORRY = "We're sorry, something went wrong";
    private static final Answer NOTHING = Answer.json(200, "", "{}", "");

    private final boolean tellsGuestMessages;

    /**
     * @param tellsGuestMessages true in development, where the client is the author
     */
    OutcomeAnswers(boolean tellsGuestMessages) {
        this.tellsGuestMessages = tellsGuestMessages;
    }

    Answer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(Result.Nothing()) -> NOTHING;
            case Outcome.Returned(Result.Value(var json)) ->
                    Answer.json(200, "{\"data\":", json, "}");
            case Outcome.Returned(Result.Response response) -> response(response);
            case Outcome.Rejected(var error) -> Answer.json(400, "{\"error\":", error, "}");
            case Outcome.Failed(var message, _) -> failed(message);
            case Outcome.TimedOut timedOut -> Answer.error(504, text(timedOut));
            case Outcome.LimitExceeded exceeded -> Answer.error(500, text(exceeded));
            case Outcome.Refused(var reason, var retryAfter) ->
                    Answer.error(503, reason).with("Retry-After", seconds(retryAfter));
        };
    }

    /** For a route to a function that is not there, or has no live version. */
    Answer missing(String function) {
        return Answer.error(
                404,
                tellsGuestMessages
                        ? "there is no function \"" + function + "\"; create it or change the route"
                        : "not found");
    }

    private static String text(Outcome outcome) {
        var error = outcome.error();
        return error == null ? "" : error;
    }

    /**
     * The answer of a request that ran through stages.
     *
     * @param answered whether there was anyone to answer it
     */
    Answer of(ObjectNode context, boolean answered) {
        var response = StagedAnswer.response(context);
        if (response != null) {
            return response(response);
        }
        var error = StagedAnswer.error(context);
        if (error != null) {
            return failed(error);
        }
        var data = StagedAnswer.data(context);
        if (data != null) {
            return Answer.json(200, "{\"data\":", data.toString(), "}");
        }
        return answered ? NOTHING : Answer.error(404, "not found");
    }

    /** What a subscriber said of a client's mistake is for the client. */
    private Answer failed(JsonNode error) {
        var status = error.path("status").asInt(500);
        var message = StagedAnswer.message(error);
        if (status < 400 || status > 499) {
            var shown = tellsGuestMessages ? message : SORRY;
            return Answer.error(status < 500 || status > 599 ? 500 : status, shown);
        }
        var payload = error.get("payload");
        return payload == null
                ? Answer.error(status, message)
                : Answer.json(status, "{\"error\":", payload.toString(), "}");
    }

    /** For errors of the platform itself. */
    Answer sorry() {
        return Answer.error(500, SORRY);
    }

    private Answer failed(String message) {
        return Answer.error(500, tellsGuestMessages ? message : SORRY);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }

    /** Headers that the connection or this answer sets by itself. */
    private static boolean isOurs(String name) {
        return name.equalsIgnoreCase("content-length") || Headers.isHopByHop(name);
    }

    private Answer response(Result.Response response) {
        if (response.status() < 200 || response.status() > 599) {
            return failed("http.response: the status must be 200 to 599, not " + response.status());
        }
        var headers = new ArrayList<Map.Entry<String, String>>(response.headers().size());
        for (var header : response.headers()) {
            if (isOurs(header.getKey())) {
                continue;
            }
            if (!isLegal(header.getKey(), header.getValue())) {
                return failed(
                        "http.response: the header \""
                                + printable(header.getKey())
                                + "\" has an illegal name or value");
            }
            headers.add(header);
        }
        return new Answer(
                response.status(), List.copyOf(headers), new Answer.Body.Bytes(response.body()));
    }

    private static boolean isLegal(String name, String value) {
        if (name.isEmpty() || value.chars().anyMatch(c -> c > 0xff || c == 0x7f)) {
            return false;
        }
        try {
            new DefaultHttpHeaders().add(name, value);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
