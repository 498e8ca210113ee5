package dev.perigee.topics;

import dev.perigee.events.EventLog;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Topic;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.problems.PerigeeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class EventTailController {

    private final EventLog log;
    private final EventTails tails;

    EventTailController(EventLog log, EventTails tails) {
        this.log = log;
        this.tails = tails;
    }

    /** What to follow: all partitions, one, or one key; {@code from} is earliest or latest. */
    record Parameters(@Nullable Integer partition, @Nullable String key, @Nullable String from) {

        boolean fromEarliest() {
            if (from == null || from.equals("latest")) {
                return false;
            }
            if (from.equals("earliest")) {
                return true;
            }
            throw PerigeeException.invalid(
                    "from", "The parameter \"from\" must be earliest or latest");
        }
    }

    /**
     * Events as server-sent events, each {@code event} a whole one; {@code missed} tells what
     * retention dropped before it was read, {@code failed} why the stream ends. The id of each is
     * where to go on by Last-Event-ID.
     */
    @GetMapping(
            path = "/api/v1/topics/{topic}/events/tail",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<?>>>> tail(
            @PathVariable String topic,
            @RequestParam @Nullable String namespace,
            Parameters parameters,
            ServerHttpRequest request) {
        var name = TopicRequest.topicName(namespace, topic, "topic");
        var resumed = request.getHeaders().getFirst("Last-Event-ID");
        return log.topic(name)
                .switchIfEmpty(Mono.error(() -> new UnknownTopicException(name)))
                .flatMap(found -> stream(found, parameters, resumed))
                .map(ResponseEntity::ok);
    }

    private Mono<Flux<ServerSentEvent<?>>> stream(
            Topic topic, Parameters parameters, @Nullable String resumed) {
        var partition = Cursors.partition(topic, parameters.partition(), parameters.key());
        var earliest = parameters.fromEarliest();
        return log.ranges(topic.name())
                .map(all -> partition == null ? all : List.of(all.get(partition)))
                .map(
                        ranges -> {
                            var from = Cursors.parse("Last-Event-ID", resumed, ranges.size());
                            var places =
                                    from == null ? places(ranges, earliest) : kept(ranges, from);
                            return tails.open(
                                    new EventTails.Reader(topic, partition, parameters.key()),
                                    places,
                                    from == null ? places : from);
                        });
    }

    private static List<Long> places(List<PartitionRange> ranges, boolean earliest) {
        return ranges.stream().map(r -> earliest ? r.first() : r.next()).toList();
    }

    /** The same places, or the oldest that retention has kept. */
    private static List<Long> kept(List<PartitionRange> ranges, List<Long> from) {
        var places = new ArrayList<Long>();
        for (var i = 0; i < ranges.size(); i++) {
            if (from.get(i) > ranges.get(i).next()) {
                throw new OffsetOutOfRangeException(from.get(i), ranges.get(i));
            }
            places.add(Math.max(from.get(i), ranges.get(i).first()));
        }
        return places;
    }
}
