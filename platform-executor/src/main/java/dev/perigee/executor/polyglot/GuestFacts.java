package dev.perigee.executor.polyglot;

import dev.perigee.executor.FunctionCode;
import java.util.stream.Collectors;

/** What {@code ctx} tells, as JSON. */
final class GuestFacts {

    private GuestFacts() {}

    static String json(Running running) {
        var invocation = running.invocation();
        var code = invocation.code();
        return new JsonText()
                .put("request_id", invocation.id())
                .put("function_name", code.function().name())
                .put("function_version", Integer.toString(code.version()))
                .put("memory_limit_in_mb", invocation.limits().allocatedBytes() >> 20)
                .put("deadline_ms", running.deadlineMillis())
                .put("trace_id", invocation.context().traceId())
                .put("span_id", invocation.context().spanId())
                .put("env", invocation.environment())
                .end();
    }

    static String paths(FunctionCode code) {
        return code.files().keySet().stream()
                .sorted()
                .map(JsonText::quoted)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
