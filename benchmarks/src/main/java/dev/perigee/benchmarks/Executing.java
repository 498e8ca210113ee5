package dev.perigee.benchmarks;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.polyglot.ExecutorSettings;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;

/** An executor with its defaults, and the runtime that a benchmark is run for. */
@State(Scope.Benchmark)
public class Executing {

    @Param({"lua", "javascript"})
    public String runtime = "lua";

    private final PolyglotExecutor executor = PolyglotExecutor.create(ExecutorSettings.DEFAULT);

    /** Makes sure that numbers of interpreted code are not taken for those of compiled code. */
    @Setup
    public void requireOptimisingRuntime() {
        executor.ready().block();
        if (!executor.isOptimized()) {
            throw new IllegalStateException("not optimised; run benchmarks/jmh.sh");
        }
    }

    @TearDown
    public void close() {
        executor.close();
    }

    boolean isLua() {
        return runtime.equals("lua");
    }

    /** One call, until its answer is told; the caller waits awake, as a busy event loop is. */
    Outcome call(FunctionCode code, String argumentsJson) {
        var answer = new AtomicReference<@Nullable Outcome>();
        executor.invoke(Guests.invocation(code, argumentsJson)).subscribe(answer::set);
        var outcome = answer.get();
        while (outcome == null) {
            Thread.onSpinWait();
            outcome = answer.get();
        }
        return Guests.returned(outcome);
    }

    /** So many calls, a number of them in flight at a time. */
    Outcome calls(FunctionCode code, String argumentsJson, int count, int inFlight) {
        var last =
                Flux.range(0, count)
                        .flatMap(
                                _ -> executor.invoke(Guests.invocation(code, argumentsJson)),
                                inFlight)
                        .doOnNext(Guests::returned)
                        .blockLast();
        return Objects.requireNonNull(last);
    }
}
