package dev.perigee.benchmarks;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Outcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 1,000 invocations at a time that each wait 200 ms: all of them together need little longer. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class SuspendedBenchmark {

    private static final int COUNT = 1_000;

    private FunctionCode code = Guests.code("lua", "return function() end", 0);

    @Setup
    public void write(Executing executing) {
        code =
                executing.isLua()
                        ? Guests.code(
                                "lua",
                                "local sleep = require('sleep') return function() sleep(200) end",
                                1)
                        : Guests.code(
                                "javascript",
                                "import { sleep } from 'perigee'; export default async () => {"
                                        + " await sleep(200); }",
                                1);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Outcome thousandWaiting(Executing executing) {
        return executing.calls(code, "{}", COUNT, COUNT);
    }
}
