package dev.perigee.events.postgres;

import dev.perigee.events.Event;
import dev.perigee.events.EventPage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows a partition: reads pages until there is nothing more, then waits for a signal or the next
 * poll. A signal that arrives during a read is remembered, so none falls between the two.
 */
final class Tail {

    static final int PAGE = 256;

    private final Signals signals;
    private final Duration poll;

    Tail(Signals signals, Duration poll) {
        this.signals = signals;
        this.poll = poll;
    }

    Flux<Event> follow(long topicId, long from, LongFunction<Mono<EventPage>> read) {
        return Flux.using(
                () -> new Bell(signals, topicId),
                bell -> {
                    var cursor = new AtomicLong(from);
                    return Mono.defer(
                                    () -> {
                                        var rung = bell.arm();
                                        return read.apply(cursor.get())
                                                .flatMap(page -> orWait(page, rung))
                                                .doOnNext(page -> cursor.set(page.next()));
                                    })
                            .repeat()
                            .concatMapIterable(EventPage::events, 1);
                },
                Bell::close);
    }

    private Mono<EventPage> orWait(EventPage page, Mono<Void> rung) {
        return page.next() < page.end() || !page.events().isEmpty()
                ? Mono.just(page)
                : Bell.orAfter(rung, poll).thenReturn(page);
    }
}
