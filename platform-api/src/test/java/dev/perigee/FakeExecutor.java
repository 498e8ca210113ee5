package dev.perigee;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/**
 * Runs nothing: the text of a handler says what comes of it, and one that contains {@code broken}
 * does not compile. Any text that is not one of the words below is returned with the arguments.
 */
public final class FakeExecutor implements Executor {

    private final List<String> retired = new CopyOnWriteArrayList<>();
    private final List<String> checked = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Outcome> invoke(Invocation invocation) {
        return Mono.fromSupplier(() -> outcome(invocation));
    }

    private static Outcome outcome(Invocation invocation) {
        var text = text(invocation.code());
        return switch (text) {
            case "nothing" -> new Outcome.Returned(new Result.Nothing());
            case "reject" -> new Outcome.Rejected("\"no such order\"");
            case "fail" -> new Outcome.Failed("main.lua:1: boom", "");
            case "time out" -> new Outcome.TimedOut(invocation.limits().deadline());
            case "exceed" -> new Outcome.LimitExceeded(Limit.MEMORY, "512 MB");
            case "refuse" -> new Outcome.Refused("busy", Duration.ofSeconds(1));
            case "answer" ->
                    new Outcome.Returned(
                            new Result.Response(
                                    418,
                                    List.of(Map.entry("X-A", "1"), Map.entry("X-A", "2")),
                                    "short and stout".getBytes(StandardCharsets.UTF_8)));
            default ->
                    new Outcome.Returned(
                            new Result.Value(
                                    "{\"text\":\"%s\",\"arguments\":%s}"
                                            .formatted(text, invocation.argumentsJson())));
        };
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
