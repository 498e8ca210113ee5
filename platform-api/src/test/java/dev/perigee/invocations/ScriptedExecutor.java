package dev.perigee.invocations;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.FunctionCatalog;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** An executor and catalog whose functions are written in the test. */
public final class ScriptedExecutor implements Executor, FunctionCatalog {

    private final Map<String, Function<Invocation, Mono<Outcome>>> scripts =
            new ConcurrentHashMap<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger invoked = new AtomicInteger();
    private volatile Limits limits = Limits.DEFAULT;

    public ScriptedExecutor on(String function, Function<Invocation, Mono<Outcome>> script) {
        scripts.put(function, script);
        return this;
    }

    public ScriptedExecutor answer(String function, Outcome outcome) {
        return on(function, _ -> Mono.just(outcome));
    }

    public ScriptedExecutor limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    public static Outcome value(String json) {
        return new Outcome.Returned(new Result.Value(json));
    }

    public int cancelled() {
        return cancelled.get();
    }

    public int invoked() {
        return invoked.get();
    }

    @Override
    public Optional<ActiveFunction> find(FunctionId function, String alias) {
        if (!scripts.containsKey(function.name()) || !alias.equals(LIVE)) {
            return Optional.empty();
        }
        var code =
                new FunctionCode(
                        function, "hash", 3, "lua", "main.lua", Map.of("main.lua", new byte[0]));
        return Optional.of(new ActiveFunction(code, Map.of("KEY", "value"), limits));
    }

    @Override
    public Mono<Outcome> invoke(Invocation invocation) {
        return Mono.defer(
                        () -> {
                            invoked.incrementAndGet();
                            var script = scripts.get(invocation.code().function().name());
                            return Objects.requireNonNull(script).apply(invocation);
                        })
                .doOnCancel(cancelled::incrementAndGet);
    }

    @Override
    public Mono<Void> check(FunctionCode code) {
        return Mono.empty();
    }

    @Override
    public void retire(String codeHash) {}

    @Override
    public Set<String> runtimes() {
        return Set.of("lua");
    }

    @Override
    public void close() {}
}
