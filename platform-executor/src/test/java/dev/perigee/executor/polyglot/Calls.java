package dev.perigee.executor.polyglot;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Makes codes and invocations for tests. */
final class Calls {

    /** The usual limits, with time enough for a machine that is busy with other things. */
    static final Limits PATIENT =
            new Limits(
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(40),
                    Limits.DEFAULT.allocatedBytes(),
                    Limits.DEFAULT.resultBytes(),
                    Limits.DEFAULT.logBytes(),
                    Limits.DEFAULT.callDepth());

    private static final AtomicLong NUMBER = new AtomicLong();

    private Calls() {}

    static FunctionCode javascript(String text) {
        return code("javascript", "app/main.js", Map.of("app/main.js", text));
    }

    static FunctionCode lua(String text) {
        return code("lua", "app/main.lua", Map.of("app/main.lua", text));
    }

    static FunctionCode code(String runtime, String handler, Map<String, String> files) {
        var hash =
                HexFormat.of().toHexDigits((runtime + handler + new TreeMap<>(files)).hashCode());
        return code(new FunctionId("default", "test/" + hash), runtime, handler, files);
    }

    static FunctionCode code(
            FunctionId id, String runtime, String handler, Map<String, String> files) {
        var bytes =
                files.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry ->
                                                entry.getValue().getBytes(StandardCharsets.UTF_8)));
        var hash = runtime + handler + new TreeMap<>(files);
        return new FunctionCode(id, hash, 1, runtime, handler, bytes);
    }

    static Invocation of(FunctionCode code, String argumentsJson) {
        return of(code, argumentsJson, PATIENT, GuestServices.NONE);
    }

    static Invocation of(
            FunctionCode code, String argumentsJson, Limits limits, GuestServices services) {
        var caller =
                new Invocation.CallerContext(
                        "1".repeat(32),
                        "2".repeat(16),
                        0,
                        () -> "{\"identity\":{\"name\":\"ann\"}}");
        return new Invocation(
                "call-" + NUMBER.incrementAndGet(),
                code,
                argumentsJson,
                Map.of("COLOUR", "red"),
                caller,
                limits,
                services,
                InvocationLog.NONE);
    }

    static Invocation logging(Invocation invocation, InvocationLog log) {
        return new Invocation(
                invocation.id(),
                invocation.code(),
                invocation.argumentsJson(),
                invocation.environment(),
                invocation.context(),
                invocation.limits(),
                invocation.services(),
                log);
    }
}
