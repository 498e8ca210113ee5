package dev.perigee.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Breaks a stream off when nothing comes for too long although the reader asked for more. While the
 * reader takes its time, none passes. All signals come on one event loop; only requests may come
 * from elsewhere.
 */
final class Stall implements CoreSubscriber<ByteBuf>, Subscription, Runnable {

    private static final int LOOKS = 4;

    private final CoreSubscriber<? super ByteBuf> reader;
    private final EventLoop loop;
    private final Duration idle;
    private volatile @Nullable Subscription source;
    private volatile long wanted;
    private @Nullable Future<?> watch;
    private long came;
    private long cameBefore;
    private int still;
    private boolean done;

    private Stall(CoreSubscriber<? super ByteBuf> reader, EventLoop loop, Duration idle) {
        this.reader = reader;
        this.loop = loop;
        this.idle = idle;
    }

    /** The same stream, which fails with 504 when it stands still for this long. */
    static Flux<ByteBuf> guard(Flux<ByteBuf> chunks, EventLoop loop, Duration idle) {
        return Operators.<ByteBuf, ByteBuf>lift((_, reader) -> new Stall(reader, loop, idle))
                .andThen(Flux::from)
                .apply(chunks);
    }

    @Override
    public Context currentContext() {
        return reader.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        var period = idle.toNanos() / LOOKS;
        watch = loop.scheduleAtFixedRate(this, period, period, TimeUnit.NANOSECONDS);
        reader.onSubscribe(this);
    }

    @Override
    public void run() {
        var asked = wanted > came;
        still = asked && came == cameBefore ? still + 1 : 0;
        cameBefore = came;
        if (still >= LOOKS && !done) {
            stop();
            end();
            reader.onError(
                    UpstreamException.timedOut(
                            "the answer stood still for " + idle.toMillis() + " ms"));
        }
    }

    private void stop() {
        done = true;
        if (watch != null) {
            watch.cancel(false);
        }
    }

    private void end() {
        var from = source;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onNext(ByteBuf chunk) {
        came++;
        if (done) {
            chunk.release();
        } else {
            reader.onNext(chunk);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!done) {
            stop();
            reader.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!done) {
            stop();
            reader.onComplete();
        }
    }

    @Override
    public void request(long count) {
        wanted = Operators.addCap(wanted, count);
        var from = source;
        if (from != null) {
            from.request(count);
        }
    }

    @Override
    public void cancel() {
        end();
        if (loop.inEventLoop()) {
            stop();
        } else if (!loop.isShuttingDown()) {
            loop.execute(this::stop);
        }
    }
}
