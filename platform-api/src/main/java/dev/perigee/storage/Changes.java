package dev.perigee.storage;

import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Tells that rows of a table may have changed, by whatever process: at each commit that says so,
 * and every few seconds in case one was missed.
 */
@Component
public class Changes {

    private static final String CHANNEL = "perigee_changes";
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Flux<String> notifications;

    Changes(Notifications notifications) {
        this.notifications = notifications.on(CHANNEL).share();
    }

    /** Emits while subscribed to; a slow subscriber gets the newest only. Never ends. */
    public Flux<String> to(String table) {
        return notifications
                .filter(payload -> payload.isEmpty() || payload.equals(table))
                .mergeWith(Flux.interval(AGAIN).onBackpressureDrop().map(_ -> ""))
                .onBackpressureLatest();
    }
}
