package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.Stage.Fan;
import dev.perigee.gateway.upstream.UpstreamException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Asks one backend for each element of an array of an earlier reply, some at a time. The replies
 * stand in one array, in the elements' order; one that failed is {@code null} there, and the whole
 * is not complete then.
 */
final class FanOut {

    /** What patterns call the element. */
    static final String ITEM = "item";

    private final Backend backend;
    private final Fan fan;
    private final ReplyParameter source;
    private final Set<String> wanted;

    /**
     * @param wanted the parameters of the pattern that are of the element
     */
    FanOut(Backend backend, Fan fan, Set<String> wanted) {
        this.backend = backend;
        this.fan = fan;
        this.wanted = wanted;
        var parsed = ReplyParameter.parse(fan.source());
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "\"" + fan.source() + "\" is no value of an earlier reply");
        }
        source = parsed;
    }

    /** The replies together; an array that is missing is an empty one. */
    Mono<Reply> send(PipelineRequest request, Reply.@Nullable Data[] replies) {
        var elements = elements(source.find(replies));
        if (elements.size() > fan.most()) {
            return Mono.error(
                    UpstreamException.broken(
                            fan.source()
                                    + " has "
                                    + elements.size()
                                    + " elements, more than "
                                    + fan.most()));
        }
        return Flux.fromIterable(elements)
                .flatMapSequential(element -> one(request, element), fan.atOnce())
                .collectList()
                .map(this::gathered);
    }

    private static List<JsonNode> elements(@Nullable JsonNode value) {
        var elements = new ArrayList<JsonNode>();
        if (value instanceof ArrayNode array) {
            array.forEach(elements::add);
        }
        return elements;
    }

    private sealed interface Part {

        record Answered(Reply.Data data) implements Part {}

        record Failed(Throwable failure) implements Part {}
    }

    private Mono<Part> one(PipelineRequest request, JsonNode element) {
        var values = new HashMap<>(request.parameters());
        for (var name : wanted) {
            var path = name.equals(ITEM) ? List.<String>of() : path(name);
            var value = ReplyParameter.at(element, path);
            if (value != null && !value.isNull()) {
                values.put(name, ReplyParameter.text(value));
            }
        }
        return backend.send(request.withParameters(Map.copyOf(values)))
                .<Part>map(
                        reply ->
                                reply instanceof Reply.Data data
                                        ? new Part.Answered(data)
                                        : new Part.Failed(
                                                UpstreamException.broken(
                                                        "an unread reply was merged")))
                .onErrorResume(failure -> Mono.just(new Part.Failed(failure)));
    }

    private static List<String> path(String name) {
        return List.of(name.substring(ITEM.length() + 1).split("\\.", -1));
    }

    private Reply gathered(List<Part> parts) {
        var data = Json.object();
        var array = data.putArray(fan.group());
        var failures = new ArrayList<Throwable>();
        var complete = true;
        for (var part : parts) {
            switch (part) {
                case Part.Answered(var reply) -> {
                    array.add(reply.data());
                    complete &= reply.complete();
                    failures.addAll(reply.failures());
                }
                case Part.Failed(var failure) -> {
                    array.addNull();
                    complete = false;
                    failures.add(failure);
                }
            }
        }
        var reply = Reply.Data.of(data, complete);
        return complete ? reply : reply.incomplete(failures);
    }
}
