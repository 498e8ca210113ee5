package dev.perigee.invocations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker.Completed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * What came of an invocation, for whoever tries a function out.
 *
 * @param status the HTTP status that the gateway would answer with
 * @param result what the handler returned
 * @param error why there is no result: any JSON of a rejection, else a sentence
 * @param response the whole answer, when the handler returned one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvokeResponse(
        String id,
        String outcome,
        int status,
        double durationMs,
        @Nullable JsonNode result,
        @Nullable JsonNode error,
        @Nullable String stack,
        @Nullable WholeResponse response) {

    /** One header field. */
    record Header(String name, String value) {}

    /**
     * A whole HTTP answer.
     *
     * @param bodyBase64 the bytes, when they are no text
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WholeResponse(List<Header> headers, @Nullable String body, @Nullable String bodyBase64) {

        private static WholeResponse of(Result.Response response) {
            var headers =
                    response.headers().stream()
                            .map(header -> new Header(header.getKey(), header.getValue()))
                            .toList();
            try {
                var text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(response.body()));
                return new WholeResponse(headers, text.toString(), null);
            } catch (CharacterCodingException e) {
                var encoded = Base64.getEncoder().encodeToString(response.body());
                return new WholeResponse(headers, null, encoded);
            }
        }
    }

    static InvokeResponse of(Completed completed, JsonMapper json) {
        var outcome = completed.outcome();
        return switch (outcome) {
            case Outcome.Returned(Result.Nothing _) -> with(completed, 200, null, null);
            case Outcome.Returned(Result.Value(var value)) ->
                    with(completed, 200, json.readTree(value), null);
            case Outcome.Returned(Result.Response response) ->
                    with(completed, response.status(), null, WholeResponse.of(response));
            case Outcome.Rejected(var error) -> without(completed, 400, json.readTree(error));
            case Outcome.Failed _ -> without(completed, 500, sentence(outcome));
            case Outcome.TimedOut _ -> without(completed, 504, sentence(outcome));
            case Outcome.LimitExceeded _ -> without(completed, 500, sentence(outcome));
            case Outcome.Refused _ -> without(completed, 503, sentence(outcome));
        };
    }

    private static InvokeResponse with(
            Completed completed,
            int status,
            @Nullable JsonNode result,
            @Nullable WholeResponse response) {
        return new InvokeResponse(
                completed.id(),
                completed.outcome().label(),
                status,
                millis(completed),
                result,
                null,
                null,
                response);
    }

    private static InvokeResponse without(Completed completed, int status, JsonNode error) {
        var stack =
                completed.outcome() instanceof Outcome.Failed(var _, var trace) && !trace.isEmpty()
                        ? trace
                        : null;
        return new InvokeResponse(
                completed.id(),
                completed.outcome().label(),
                status,
                millis(completed),
                null,
                error,
                stack,
                null);
    }

    private static JsonNode sentence(Outcome outcome) {
        return StringNode.valueOf(String.valueOf(outcome.error()));
    }

    private static double millis(Completed completed) {
        return completed.duration().toNanos() / 1e6;
    }
}
