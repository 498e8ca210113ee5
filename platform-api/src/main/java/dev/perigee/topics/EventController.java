package dev.perigee.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.events.Appended;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicName;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import dev.perigee.tracing.TraceParent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/topics/{topic}/events")
class EventController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;

    private final EventLog log;
    private final NewestEvents newest;

    EventController(EventLog log) {
        this.log = log;
        this.newest = new NewestEvents(log);
    }

    /** Where the events lie, in the order in which they were sent. */
    record AppendedResponse(List<Appended> appended) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AppendedResponse> append(
            @PathVariable String topic,
            @RequestParam @Nullable String namespace,
            @RequestBody String body,
            ServerHttpRequest request) {
        var name = TopicRequest.topicName(namespace, topic, "topic");
        var once = request.getHeaders().getFirst("Idempotency-Key");
        var trace = request.getHeaders().getFirst(TraceParent.HEADER);
        return Mono.fromCallable(() -> AppendBody.parse(body, once == null ? trace : null))
                .flatMap(
                        events ->
                                once == null
                                        ? log.append(name, events)
                                        : log.appendOnce(name, once, events)
                                                .onErrorMap(
                                                        IllegalArgumentException.class,
                                                        EventController::badKey))
                .map(AppendedResponse::new);
    }

    private static PerigeeException badKey(IllegalArgumentException error) {
        return PerigeeException.invalid(
                "Idempotency-Key", Inputs.sentence(String.valueOf(error.getMessage())));
    }

    /**
     * What the parameters may say: {@code from} or {@code since} read a partition forwards; else
     * the newest events of all partitions come, and those before {@code before}.
     */
    record Parameters(
            @Nullable Integer partition,
            @Nullable Long from,
            @Nullable String since,
            @Nullable String key,
            @Nullable Integer limit,
            @Nullable String before) {

        int size() {
            if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
                throw PerigeeException.invalid(
                        "limit", "The parameter \"limit\" must be between 1 and " + MAX_LIMIT);
            }
            return limit == null ? DEFAULT_LIMIT : limit;
        }
    }

    /**
     * Events.
     *
     * @param next offset where the next page begins, when read forwards
     * @param end the partition's next offset, when read forwards
     * @param older cursor to older events, when there are any and the newest were asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventsResponse(
            List<EventResponse> events,
            @Nullable Integer partition,
            @Nullable Long next,
            @Nullable Long end,
            @Nullable String older) {}

    @GetMapping
    Mono<EventsResponse> read(
            @PathVariable String topic,
            @RequestParam @Nullable String namespace,
            Parameters parameters) {
        var name = TopicRequest.topicName(namespace, topic, "topic");
        var size = parameters.size();
        return log.topic(name)
                .switchIfEmpty(Mono.error(() -> new UnknownTopicException(name)))
                .flatMap(
                        found ->
                                parameters.from() == null && parameters.since() == null
                                        ? readNewest(found, parameters, size)
                                        : readForwards(found, parameters, size));
    }

    private Mono<EventsResponse> readForwards(Topic topic, Parameters parameters, int size) {
        var partition = Cursors.partition(topic, parameters.partition(), parameters.key());
        if (partition == null) {
            throw PerigeeException.invalid(
                    "partition",
                    "Reading forwards needs the parameter \"partition\" or \"key\", since each"
                            + " partition has offsets of its own");
        }
        return start(topic.name(), partition, parameters)
                .flatMap(
                        from ->
                                page(
                                        new EventQuery(
                                                topic.name(),
                                                partition,
                                                from,
                                                size,
                                                parameters.key())))
                .map(
                        page ->
                                new EventsResponse(
                                        page.events().stream().map(EventResponse::of).toList(),
                                        partition,
                                        page.next(),
                                        page.end(),
                                        null));
    }

    private Mono<Long> start(TopicName topic, int partition, Parameters parameters) {
        var since = Inputs.time("since", parameters.since());
        if (parameters.from() != null || since == null) {
            return Mono.just(parameters.from() == null ? 0L : parameters.from());
        }
        return log.rangesSince(topic, since)
                .filter(all -> partition < all.size())
                .switchIfEmpty(Mono.error(() -> new UnknownTopicException(topic, partition)))
                .map(all -> all.get(partition).first());
    }

    private Mono<EventPage> page(EventQuery query) {
        return query.key() == null ? log.read(query) : new KeyScan(log, query).first(query.limit());
    }

    private Mono<EventsResponse> readNewest(Topic topic, Parameters parameters, int size) {
        var partition = Cursors.partition(topic, parameters.partition(), parameters.key());
        return log.ranges(topic.name())
                .map(all -> partition == null ? all : List.of(all.get(partition)))
                .flatMap(
                        ranges ->
                                newest.read(
                                        new NewestEvents.Question(
                                                topic.name(),
                                                size,
                                                parameters.key(),
                                                Cursors.parse(
                                                        "before",
                                                        parameters.before(),
                                                        ranges.size())),
                                        ranges))
                .map(
                        answer ->
                                new EventsResponse(
                                        answer.events().stream().map(EventResponse::of).toList(),
                                        null,
                                        null,
                                        null,
                                        answer.older() == null
                                                ? null
                                                : Cursors.format(answer.older())));
    }
}
