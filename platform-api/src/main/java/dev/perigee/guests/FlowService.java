package dev.perigee.guests;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.invocations.Invoker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code flow.call}: runs another function of the same namespace as a child span, one level deeper.
 * What the callee appends and writes joins the caller's unit of work when the callee returned.
 * Cancelling the call stops the callee.
 */
@Component
final class FlowService implements GuestService {

    private final ObjectProvider<Invoker> invoker;

    FlowService(ObjectProvider<Invoker> invoker) {
        this.invoker = invoker;
    }

    @Override
    public String name() {
        return "flow";
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        if (!call.operation().equals("flow.call")) {
            return Mono.error(PlatformServices.notAvailable(call.operation()));
        }
        return Mono.defer(() -> run(invocation, Arguments.of(call)));
    }

    private Mono<Answer> run(Invocation invocation, Arguments arguments) {
        var name = arguments.requiredText("function");
        var depth = invocation.context().depth() + 1;
        if (depth >= invocation.limits().callDepth()) {
            return Mono.error(CalleeFailures.tooDeep(name, invocation.limits().callDepth()));
        }
        var args = arguments.node("args");
        if (args != null && !args.isNull() && !args.isObject()) {
            throw Arguments.invalid("flow.call", "\"args\" must be an object");
        }
        var json = args == null || args.isNull() ? "{}" : args.toString();
        return invoker.getObject()
                .invoke(request(invocation, name, json))
                .switchIfEmpty(Mono.error(() -> CalleeFailures.unknown(name)))
                .map(completed -> CalleeFailures.answer(name, completed));
    }

    private static Invoker.Request request(Invocation invocation, String name, String json) {
        var caller = Callers.of(invocation);
        return new Invoker.Request(
                function(invocation, name), FunctionCatalog.LIVE, json, "flow", caller, null);
    }

    private static FunctionId function(Invocation invocation, String name) {
        try {
            return new FunctionId(invocation.code().function().namespace(), name);
        } catch (IllegalArgumentException unsafe) {
            throw Arguments.invalid("flow.call", String.valueOf(unsafe.getMessage()));
        }
    }
}
