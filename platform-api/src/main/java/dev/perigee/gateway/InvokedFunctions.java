package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.gateway.pipeline.FunctionCalls;
import dev.perigee.gateway.pipeline.PipelineRequest;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.invocations.Invoker;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;

/** Functions as backends: path parameters, query and body are their arguments. */
final class InvokedFunctions implements FunctionCalls {

    private final Invoker invoker;

    InvokedFunctions(Invoker invoker) {
        this.invoker = invoker;
    }

    @Override
    public Mono<UpstreamReply.Whole> call(FunctionId function, PipelineRequest request) {
        return Mono.defer(() -> invoker.invoke(invocation(function, request)))
                .map(done -> reply(done.outcome()))
                .switchIfEmpty(Mono.fromSupplier(() -> json(404, "{\"error\":\"not found\"}")))
                .onErrorMap(
                        MalformedRequestException.class,
                        malformed ->
                                UpstreamException.answered(
                                        malformed.status(),
                                        String.valueOf(malformed.getMessage())));
    }

    private static Invoker.Request invocation(FunctionId function, PipelineRequest request) {
        var arguments = new Arguments(request.parameters(), new Fields(request.query()));
        var type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        return new Invoker.Request(
                function,
                FunctionCatalog.LIVE,
                arguments.json(type, request.body().bytesOrEmpty()),
                "http",
                request.caller(),
                null);
    }

    private static UpstreamReply.Whole reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(Result.Nothing()) -> json(200, "{}");
            case Outcome.Returned(Result.Value(var json)) -> json(200, json);
            case Outcome.Returned(Result.Response response) -> whole(response);
            case Outcome.Rejected(var error) -> json(400, "{\"error\":" + error + "}");
            case Outcome.Failed _, Outcome.LimitExceeded _ -> error(500, outcome);
            case Outcome.TimedOut _ -> error(504, outcome);
            case Outcome.Refused _ -> error(503, outcome);
        };
    }

    private static UpstreamReply.Whole whole(Result.Response response) {
        HttpHeaders headers = Headers.create();
        for (var header : response.headers()) {
            try {
                headers.add(header.getKey(), header.getValue());
            } catch (IllegalArgumentException _) {
                return json(500, "{\"error\":\"the function made an illegal header\"}");
            }
        }
        return new UpstreamReply.Whole(response.status(), headers, response.body(), "");
    }

    private static UpstreamReply.Whole error(int status, Outcome outcome) {
        return json(status, JsonWriter.error(outcome.label()));
    }

    private static UpstreamReply.Whole json(int status, String json) {
        return new UpstreamReply.Whole(
                status,
                Headers.create().set(HttpHeaderNames.CONTENT_TYPE, "application/json"),
                json.getBytes(StandardCharsets.UTF_8),
                "");
    }
}
