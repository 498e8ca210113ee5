package dev.perigee;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs nothing: a handler whose text is {@code broken} does not compile, any other returns its
 * text.
 */
public final class FakeExecutor implements Executor {

    private final List<String> retired = new CopyOnWriteArrayList<>();
    private final List<String> checked = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Outcome> invoke(Invocation invocation) {
        return Mono.fromSupplier(
                () -> new Outcome.Returned(new Result.Value('"' + text(invocation.code()) + '"')));
    }

    @Override
    public Mono<Void> check(FunctionCode code) {
        return Mono.defer(
                () -> {
                    checked.add(code.hash());
                    return text(code).contains("broken")
                            ? Mono.error(
                                    new InvalidCodeException(
                                            code.handler() + ":1: this is broken; mend it"))
                            : Mono.empty();
                });
    }

    @Override
    public void retire(String codeHash) {
        retired.add(codeHash);
    }

    public List<String> retired() {
        return retired;
    }

    public List<String> checked() {
        return checked;
    }

    @Override
    public Set<String> runtimes() {
        return Set.of("lua", "javascript");
    }

    @Override
    public void close() {
        retired.clear();
    }

    private static String text(FunctionCode code) {
        return new String(code.files().get(code.handler()), StandardCharsets.UTF_8);
    }
}
