package dev.perigee.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.events.LogStatistics.OfTopic;
import dev.perigee.events.Retention;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import dev.perigee.topics.TopicResponse.Holding;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/topics")
class TopicController {

    private final PostgresEventLog log;
    private final JsonMapper json;

    TopicController(PostgresEventLog log, JsonMapper json) {
        this.log = log;
        this.json = json;
    }

    /** Which page of a list. */
    record ListParameters(@Nullable Integer limit, @Nullable String after) {}

    @GetMapping
    Mono<ResponseEntity<List<TopicResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            ListParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        return log.topics(namespace)
                .filter(topic -> topic.name().name().compareTo(page.after()) > 0)
                .take(page.probe())
                .collectList()
                .zipWith(totals(namespace), TopicController::withTotals)
                .map(found -> page.answer(found, request, TopicResponse::name));
    }

    private Mono<Map<TopicName, OfTopic>> totals(String namespace) {
        return log.statistics(namespace)
                .map(
                        all ->
                                all.topics().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        OfTopic::topic, Function.identity())));
    }

    private static List<TopicResponse> withTotals(
            List<Topic> topics, Map<TopicName, OfTopic> totals) {
        return topics.stream()
                .map(topic -> TopicResponse.of(topic, Holding.of(topic, totals.get(topic.name()))))
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<TopicResponse> create(@RequestBody TopicRequest request) {
        return log.create(request.settings()).flatMap(this::detailed);
    }

    @GetMapping("/{topic}")
    Mono<TopicResponse> get(@PathVariable String topic, @RequestParam @Nullable String namespace) {
        return find(TopicRequest.topicName(namespace, topic, "topic")).flatMap(this::detailed);
    }

    /** Changes what the body names; null takes a schema or a bound away. */
    @PatchMapping("/{topic}")
    Mono<TopicResponse> change(
            @PathVariable String topic,
            @RequestParam @Nullable String namespace,
            @RequestBody JsonNode change) {
        return find(TopicRequest.topicName(namespace, topic, "topic"))
                .map(found -> changed(found.settings(), change))
                .flatMap(log::define)
                .flatMap(this::detailed);
    }

    private TopicSettings changed(TopicSettings settings, JsonNode change) {
        var changed = settings;
        for (var field : change.properties()) {
            changed =
                    switch (field.getKey()) {
                        case "schema" ->
                                changed.withSchema(TopicRequest.schemaText(field.getValue()));
                        case "retention" -> changed.withRetention(limits(field.getValue()));
                        default ->
                                throw PerigeeException.invalid(
                                        "/" + field.getKey(),
                                        "The field \"%s\" cannot be changed; retention and schema can"
                                                .formatted(field.getKey()));
                    };
        }
        if (!change.isObject() || change.isEmpty()) {
            throw PerigeeException.invalid(
                    "", "The body must be an object with retention or schema");
        }
        return changed;
    }

    private Retention limits(JsonNode node) {
        if (node.isNull()) {
            return Retention.FOREVER;
        }
        try {
            return json.treeToValue(node, TopicRequest.Limits.class).retention();
        } catch (JacksonException _) {
            throw PerigeeException.invalid(
                    "/retention",
                    "The field \"retention\" must be an object with the numbers ageMs and bytes");
        }
    }

    @DeleteMapping("/{topic}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String topic, @RequestParam @Nullable String namespace) {
        return log.delete(TopicRequest.topicName(namespace, topic, "topic"));
    }

    /**
     * Whether to drop also what triggers have not read.
     *
     * @param force null is no
     */
    record TrimRequest(@Nullable Boolean force) {}

    /**
     * What was dropped.
     *
     * @param segments tables of events that are gone
     * @param heldBy the trigger whose unread events retention waits for; null when it waits for
     *     none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrimResponse(int segments, @Nullable String heldBy) {

        static TrimResponse of(SegmentUpkeep upkeep) {
            var held = upkeep.held().stream().map(SegmentUpkeep.Held::trigger).findFirst();
            return new TrimResponse(upkeep.dropped(), held.orElse(null));
        }
    }

    /** Drops now what retention gives up. */
    @PostMapping("/{topic}/trim")
    Mono<TrimResponse> trim(
            @PathVariable String topic,
            @RequestParam @Nullable String namespace,
            @RequestBody(required = false) @Nullable TrimRequest request) {
        var force = request != null && Boolean.TRUE.equals(request.force());
        return log.trim(TopicRequest.topicName(namespace, topic, "topic"), force)
                .map(TrimResponse::of);
    }

    private Mono<Topic> find(TopicName name) {
        return log.topic(name).switchIfEmpty(Mono.error(() -> new UnknownTopicException(name)));
    }

    private Mono<TopicResponse> detailed(Topic topic) {
        return log.ranges(topic.name()).map(ranges -> TopicResponse.of(topic, Holding.of(ranges)));
    }
}
