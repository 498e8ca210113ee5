package dev.perigee.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A fresh Lua context with the standard library on a warm engine: Lua alone, without the platform.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LuaContextBenchmark {

    private static final int LIVE = 2_000;

    private static final Source CHUNK =
            Source.newBuilder(
                            "lua",
                            "local t = {3, 1, 2} table.sort(t)"
                                    + " return string.format('%d', math.max(table.unpack(t)))",
                            "fresh.lua")
                    .buildLiteral();

    private final Engine engine = Engine.create("lua");

    /** Makes sure that numbers of interpreted code are not taken for those of compiled code. */
    @Setup
    public void requireOptimisingRuntime() {
        if (engine.getImplementationName().contains("Interpreted")) {
            throw new IllegalStateException("not optimised; run benchmarks/jmh.sh");
        }
    }

    @TearDown
    public void close() {
        engine.close();
    }

    /** Made, used once and closed; with {@code -prof gc} also what that allocates. */
    @Benchmark
    @BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
    public String freshContext() {
        try (var context = fresh()) {
            return context.eval(CHUNK).asString();
        }
    }

    /**
     * Many contexts that stay open: how many bytes of the heap each of them keeps. The time has no
     * meaning, and since JMH adds such counts up there is one iteration.
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @Warmup(iterations = 2)
    @Measurement(iterations = 1)
    public List<Context> liveContexts(Live live) {
        var contexts = new ArrayList<Context>(LIVE);
        long before = used();
        for (int i = 0; i < LIVE; i++) {
            var context = fresh();
            context.eval(CHUNK);
            contexts.add(context);
        }
        live.bytesEach = (used() - before) / LIVE;
        contexts.forEach(Context::close);
        return contexts;
    }

    private Context fresh() {
        return Context.newBuilder("lua").engine(engine).build();
    }

    @SuppressWarnings("SystemGc")
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What {@link #liveContexts} counts beside its time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Live {
        public long bytesEach;
    }
}
