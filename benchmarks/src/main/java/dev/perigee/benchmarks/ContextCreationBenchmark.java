package dev.perigee.benchmarks;

import dev.perigee.executor.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first call of a version: a context is made, the platform's libraries and the code are loaded.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class ContextCreationBenchmark {

    private final AtomicInteger version = new AtomicInteger();

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Outcome firstCall(Executing executing) {
        var text = executing.isLua() ? "return function() return 1 end" : "export default () => 1";
        return executing.call(
                Guests.code(executing.runtime, text, version.incrementAndGet()), "{}");
    }
}
