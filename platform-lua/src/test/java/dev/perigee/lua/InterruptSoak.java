package dev.perigee.lua;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;

/**
 * Interrupts endless programs after they have run for some time: {@code InterruptSoak RUN_MS
 * [PROGRAM…]}. Prints for each how long it went on by the clock and how much of that it computed;
 * exits with 1 when one went on for longer than the goal allows, which wants a machine for itself.
 */
final class InterruptSoak {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration GOAL = Duration.ofMillis(50);
    private static final Duration GIVE_UP = Duration.ofSeconds(20);

    private final Engine engine;
    private final Duration run;
    private volatile long ended;
    private volatile long spentAtEnd;
    private volatile boolean interrupted;

    private InterruptSoak(Engine engine, Duration run) {
        this.engine = engine;
        this.run = run;
    }

    public static void main(String[] arguments) throws Exception {
        var run = Duration.ofMillis(Long.parseLong(arguments[0]));
        var names = List.of(arguments).subList(1, arguments.length);
        int late = 0;
        try (var engine = Engine.create("lua")) {
            start(engine);
            var soak = new InterruptSoak(engine, run);
            for (var program : Program.read("endless.txt")) {
                if (names.isEmpty() || names.contains(program.name())) {
                    late += soak.interrupt(program) ? 0 : 1;
                }
            }
        }
        System.out.printf("%d went on for more than %d ms%n", late, GOAL.toMillis());
        System.exit(late == 0 ? 0 : 1);
    }

    /** As an embedder does before it serves anybody. */
    private static void start(Engine engine) {
        long began = System.nanoTime();
        try (var context = Context.newBuilder("lua").engine(engine).build()) {
            context.eval("lua", "return 1");
        }
        System.out.printf("first context: %.0f ms%n", (System.nanoTime() - began) / 1e6);
    }

    /** Whether it ended in time, and by the interrupt. */
    private boolean interrupt(Program program) throws Exception {
        var started = new CountDownLatch(1);
        try (var context =
                Context.newBuilder("lua")
                        .engine(engine)
                        .out(OutputStream.nullOutputStream())
                        .build()) {
            var guest = Thread.ofPlatform().start(() -> evaluate(context, program, started));
            started.await();
            Thread.sleep(run);
            long spent = THREADS.getThreadCpuTime(guest.threadId());
            long began = System.nanoTime();
            context.interrupt(GIVE_UP);
            guest.join(GIVE_UP);
            double late = (ended - began) / 1e6;
            System.out.printf(
                    "%8.1f ms, %6.1f of them computing: %s%s%n",
                    late,
                    (spentAtEnd - spent) / 1e6,
                    program.name(),
                    interrupted ? "" : ", NOT INTERRUPTED");
            return interrupted && late <= GOAL.toMillis();
        }
    }

    private void evaluate(Context context, Program program, CountDownLatch started) {
        interrupted = false;
        started.countDown();
        try {
            context.eval("lua", program.text());
        } catch (PolyglotException thrown) {
            interrupted = thrown.isInterrupted();
        } finally {
            spentAtEnd = THREADS.getCurrentThreadCpuTime();
            ended = System.nanoTime();
        }
    }
}
