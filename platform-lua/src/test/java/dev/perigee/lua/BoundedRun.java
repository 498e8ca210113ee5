package dev.perigee.lua;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program in a context of its own, as an embedder with limits does: it is cancelled after
 * some time or when its thread has allocated too much.
 */
final class BoundedRun {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long MAX_BYTES = 256L << 20;
    private static final Duration GIVE_UP = Duration.ofSeconds(20);

    private final Engine engine;
    private final Duration limit;
    private volatile @Nullable Throwable failure;
    private volatile long spentAtEnd;

    BoundedRun(Engine engine, Duration limit) {
        this.engine = engine;
        this.limit = limit;
    }

    /**
     * How a program ended, how long after its limit, and how long it computed after it: what a busy
     * machine does not change.
     */
    record Ending(@Nullable Throwable failure, Duration late, Duration computed, boolean ended) {

        /** A result, a Lua error or a cancellation; nothing of the host's. */
        boolean isOrderly() {
            return ended
                    && (failure == null
                            || (failure instanceof PolyglotException guest
                                    && !guest.isInternalError()
                                    && !guest.isHostException()));
        }
    }

    Ending run(String program) throws InterruptedException {
        var context =
                Context.newBuilder("lua")
                        .engine(engine)
                        .out(OutputStream.nullOutputStream())
                        .err(OutputStream.nullOutputStream())
                        .build();
        var guest = Thread.ofPlatform().unstarted(() -> evaluate(context, program));
        long begin = System.nanoTime();
        failure = null;
        guest.start();
        long cancelled = await(guest, begin);
        long spent = 0;
        if (cancelled != 0) {
            spent = THREADS.getThreadCpuTime(guest.threadId());
            context.close(true);
        }
        boolean ended = guest.join(GIVE_UP);
        long late = cancelled == 0 ? 0 : System.nanoTime() - cancelled;
        long computed = spent <= 0 ? 0 : spentAtEnd - spent;
        context.close(true);
        return new Ending(failure, Duration.ofNanos(late), Duration.ofNanos(computed), ended);
    }

    private void evaluate(Context context, String program) {
        try {
            context.eval("lua", program);
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            spentAtEnd = THREADS.getCurrentThreadCpuTime();
        }
    }

    /** Waits for the end or a limit; the time at which a limit was met, or 0. */
    private long await(Thread guest, long begin) throws InterruptedException {
        while (!guest.join(Duration.ofMillis(5))) {
            long now = System.nanoTime();
            boolean spent = THREADS.getThreadAllocatedBytes(guest.threadId()) > MAX_BYTES;
            if (spent || now - begin > limit.toNanos()) {
                return now;
            }
        }
        return 0;
    }
}
