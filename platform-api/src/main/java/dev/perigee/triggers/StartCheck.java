package dev.perigee.triggers;

import dev.perigee.events.EventLog;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import java.util.Comparator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Refuses a start that no partition of the topic has reached: a mistake, not the topic's end. */
@Component
final class StartCheck {

    private final EventLog log;

    StartCheck(EventLog log) {
        this.log = log;
    }

    Mono<Void> inRange(TopicName topic, Start start) {
        if (!(start instanceof Start.AtOffset(var offset))) {
            return Mono.empty();
        }
        return log.ranges(topic)
                .flatMap(
                        ranges -> {
                            var longest =
                                    ranges.stream()
                                            .max(Comparator.comparingLong(PartitionRange::next))
                                            .orElseThrow();
                            return offset > longest.next()
                                    ? Mono.error(new OffsetOutOfRangeException(offset, longest))
                                    : Mono.empty();
                        });
    }
}
