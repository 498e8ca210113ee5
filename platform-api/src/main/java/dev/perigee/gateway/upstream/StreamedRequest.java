package dev.perigee.gateway.upstream;

import dev.perigee.gateway.sockets.WriteProgress;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.NettyOutbound;

/**
 * Sends a body while it arrives. How long all of it takes is the client's affair; a backend that
 * takes nothing of what is there for longer than the body's patience is given up with 504.
 */
final class StreamedRequest {

    private StreamedRequest() {}

    static Mono<Void> send(NettyOutbound out, Content.Stream body) {
        return Mono.create(
                sink ->
                        out.withConnection(
                                connection -> {
                                    var sending =
                                            Mono.firstWithSignal(
                                                            out.send(body.chunks()).then(),
                                                            stall(
                                                                    connection.channel(),
                                                                    body.patience()))
                                                    .subscribe(
                                                            _ -> {},
                                                            sink::error,
                                                            () -> {
                                                                body.whenSent().run();
                                                                sink.success();
                                                            });
                                    sink.onDispose(sending);
                                }));
    }

    /** Fails once the connection stands still for this long. */
    private static Mono<Void> stall(Channel channel, Duration patience) {
        return Mono.create(sink -> watch(channel, patience, sink));
    }

    private static void watch(Channel channel, Duration patience, MonoSink<Void> sink) {
        var period = Math.max(patience.toNanos() / 8, 1_000_000);
        var progress = new WriteProgress();
        var look =
                new Runnable() {
                    private int standing;

                    @Override
                    public void run() {
                        standing = progress.stands(channel) ? standing + 1 : 0;
                        if (standing * period >= patience.toNanos()) {
                            sink.error(
                                    UpstreamException.timedOut(
                                            "the backend took nothing of the body for "
                                                    + patience.toMillis()
                                                    + " ms"));
                        }
                    }
                };
        var task =
                channel.eventLoop().scheduleAtFixedRate(look, period, period, TimeUnit.NANOSECONDS);
        sink.onDispose(() -> task.cancel(false));
    }
}
