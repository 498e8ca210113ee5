package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.PipelineSpec.Conflict;
import dev.perigee.gateway.upstream.UpstreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replies as they come in, merged; belongs to one request, used by one thread at a time. */
final class MergedReply {

    private final Conflict conflict;
    private final Reply.@Nullable Data[] parts;
    private final List<Throwable> failures = new ArrayList<>(0);
    private @Nullable ObjectNode data;
    private int answered;
    private int skipped;
    private boolean complete = true;
    private Reply.@Nullable Data only;

    MergedReply(int expected, Conflict conflict) {
        this.conflict = conflict;
        parts = new Reply.Data[expected];
    }

    void add(int index, Reply.Data part) {
        answered++;
        complete &= part.complete();
        only = answered == 1 ? part : null;
        if (conflict == Conflict.ORDERED) {
            parts[index] = part;
        } else {
            merge(part.data());
        }
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    /** Nobody was asked, and nothing is missing because of it. */
    void skip() {
        skipped++;
    }

    /** The failure, when there is nothing but failures; missing parts make it incomplete. */
    Mono<Reply> result(Supplier<UpstreamException> late) {
        if (answered + skipped + failures.size() < parts.length) {
            failures.add(late.get());
        }
        if (answered == 0 && !failures.isEmpty()) {
            return Mono.error(failures.getFirst());
        }
        for (var part : parts) {
            if (part != null) {
                merge(part.data());
            }
        }
        var all = data == null ? Json.object() : data;
        var whole = complete && answered + skipped == parts.length;
        var alone = only;
        return Mono.just(
                alone == null
                        ? new Reply.Data(
                                all,
                                whole,
                                200,
                                dev.perigee.gateway.upstream.Headers.create(),
                                failures)
                        : new Reply.Data(all, whole, alone.status(), alone.headers(), failures));
    }

    private void merge(ObjectNode part) {
        var into = data;
        if (into == null) {
            data = part;
            return;
        }
        switch (conflict) {
            case LAST, ORDERED -> into.setAll(part);
            case FIRST -> {
                for (var member : part.properties()) {
                    if (!into.has(member.getKey())) {
                        into.set(member.getKey(), member.getValue());
                    }
                }
            }
            case DEEP -> deep(into, part);
        }
    }

    private static void deep(ObjectNode into, ObjectNode part) {
        for (var member : part.properties()) {
            var former = into.get(member.getKey());
            switch (member.getValue()) {
                case ObjectNode object when former instanceof ObjectNode inner ->
                        deep(inner, object);
                case ArrayNode array when former instanceof ArrayNode elements ->
                        elements.addAll(array);
                default -> into.set(member.getKey(), member.getValue());
            }
        }
    }
}
