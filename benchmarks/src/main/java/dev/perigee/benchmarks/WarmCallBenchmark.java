package dev.perigee.benchmarks;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Outcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A warm call of a trivial function: JSON in, JSON out. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class WarmCallBenchmark {

    private static final int BATCH = 1_000;
    private static final String ARGUMENTS = "{\"n\":1}";

    private FunctionCode code = Guests.code("lua", "return function() end", 0);

    @Setup
    public void write(Executing executing) {
        code =
                executing.isLua()
                        ? Guests.code("lua", "return function(a) return {n = a.n + 1} end", 1)
                        : Guests.code("javascript", "export default (a) => ({n: a.n + 1})", 1);
    }

    /** One call at a time: the hand-overs to the lane's thread and back are in it. */
    @Benchmark
    @BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
    public Outcome roundTrip(Executing executing) {
        return executing.call(code, ARGUMENTS);
    }

    /** 64 calls in flight, as under load: what one call costs. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(BATCH)
    public Outcome underLoad(Executing executing) {
        return executing.calls(code, ARGUMENTS, BATCH, 64);
    }
}
