package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@RestController
class LogTailController {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LogTail tail;

    LogTailController(LogTail tail) {
        this.tail = tail;
    }

    /**
     * The log lines of this process as server-sent events, each {@code line} a whole one; {@code
     * missed} tells how many a slow reader did not get. Comments keep the connection alive.
     */
    @GetMapping(path = "/api/v1/logs/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<LogLineResponse>> tail(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable String function) {
        Predicate<FunctionId> wanted =
                id ->
                        id.namespace().equals(namespace)
                                && (function == null
                                        || function.isEmpty()
                                        || id.name().equals(function));
        var lines = tail.watch(wanted).map(LogTailController::event);
        var heartbeats =
                Flux.interval(Duration.ZERO, HEARTBEAT)
                        .onBackpressureDrop()
                        .map(
                                _ ->
                                        ServerSentEvent.<LogLineResponse>builder()
                                                .comment("alive")
                                                .build());
        return lines.publish(
                shared -> Flux.merge(shared, heartbeats.takeUntilOther(shared.ignoreElements())));
    }

    private static ServerSentEvent<LogLineResponse> event(LogTail.Event event) {
        var name = event instanceof LogTail.Event.Line ? "line" : "missed";
        return ServerSentEvent.builder(LogLineResponse.of(event)).event(name).build();
    }
}
