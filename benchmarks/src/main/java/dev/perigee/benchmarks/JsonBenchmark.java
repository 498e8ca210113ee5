package dev.perigee.benchmarks;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** 10 KB of JSON parsed by the guest and encoded again. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class JsonBenchmark {

    private static final int RECORDS = 100;

    private final String arguments =
            IntStream.range(0, RECORDS)
                    .mapToObj(
                            i ->
                                    "{\"id\":%d,\"name\":\"record %d\",\"ratio\":%s,\"tags\":[\"a\",\"b\"],\"active\":true}"
                                            .formatted(i, i, i / 4.0))
                    .collect(
                            Collectors.joining(
                                    ",",
                                    "{\"records\":[",
                                    "],\"pad\":\"" + "x".repeat(2_000) + "\"}"));

    private FunctionCode code = Guests.code("lua", "return function() end", 0);

    @Setup
    public void write(Executing executing) {
        code =
                executing.isLua()
                        ? Guests.code("lua", "return function(args) return args end", 1)
                        : Guests.code("javascript", "export default (args) => args", 1);
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Outcome inAndOut(Executing executing) {
        return executing.call(code, arguments);
    }
}
