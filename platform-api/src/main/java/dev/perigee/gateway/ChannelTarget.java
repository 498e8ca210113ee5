package dev.perigee.gateway;

import dev.perigee.channels.ChannelPath;
import dev.perigee.channels.Stages.Staged;
import dev.perigee.channels.Stages.Staging;
import dev.perigee.events.EventLogException;
import dev.perigee.executor.Limits;
import dev.perigee.gateway.encoding.Json;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Answers with what the stages of a request came to. */
final class ChannelTarget implements GatewayTarget {

    private static final Logger log = LoggerFactory.getLogger(ChannelTarget.class);
    private static final byte[] NO_BODY = new byte[0];
    private static final Duration DEADLINE = Limits.DEFAULT.deadline();

    private final String namespace;
    private final ChannelPath channel;
    private final FunctionTarget.Serving serving;

    ChannelTarget(String namespace, String channel, FunctionTarget.Serving serving) {
        this.namespace = namespace;
        this.channel = ChannelPath.parse(channel);
        this.serving = serving;
        // Refuses now what would be too long with the name of a stage before it.
        var _ = this.channel.below("request");
    }

    @Override
    public Mono<Void> answer(Exchange exchange, Map<String, String> parameters) {
        if (!exchange.hasBody()) {
            exchange.bodyRead();
            return run(exchange, parameters, NO_BODY);
        }
        var budget = serving.budget().upTo(exchange.maxBody());
        if (exchange.contentLength() > budget.maxBody()) {
            throw BodyBuffer.tooLarge(budget.maxBody());
        }
        return RequestBody.read(exchange, budget, body -> run(exchange, parameters, body));
    }

    private Mono<Void> run(Exchange exchange, Map<String, String> parameters, byte[] body) {
        var query = Fields.parse(exchange.rawQuery(), "query");
        var arguments =
                new Arguments(parameters, query)
                        .json(exchange.headers().get(HttpHeaderNames.CONTENT_TYPE), body);
        var view = RequestView.of(exchange, query, body);
        var context = (ObjectNode) Json.read(view.get());
        context.set("args", Json.read(arguments));
        return serving.stages()
                .run(new Staging(namespace, channel, context, exchange.caller(view), DEADLINE))
                .map(this::answer)
                .onErrorResume(failure -> Mono.just(refusal(failure)))
                .publishOn(serving.loops().of(exchange))
                .flatMap(answer -> exchange.send(answer, null).thenReturn(1))
                .then();
    }

    private Answer answer(Staged staged) {
        return serving.answers().of(staged.context(), staged.answered());
    }

    private Answer refusal(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ ->
                    Answer.error(504, "timed out after " + DEADLINE.toMillis() + " ms");
            case EventLogException refused ->
                    Answer.error(503, String.valueOf(refused.getMessage()))
                            .with("Retry-After", "1");
            default -> {
                log.error("a request's stages failed inside the platform", failure);
                yield serving.answers().sorry();
            }
        };
    }
}
