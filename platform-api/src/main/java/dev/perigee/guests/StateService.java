package dev.perigee.guests;

import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.invocations.InvocationWork;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code state.get}, {@code put}, {@code delete}, {@code cas} and {@code list}: the key–value data
 * of the function's own namespace, as part of the invocation's unit of work or, with {@code
 * immediate}, by themselves.
 */
@Component
final class StateService implements GuestService {

    private static final Set<String> READING = Set.of("state.get", "state.list");

    private final StateStore store;

    StateService(StateStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "state";
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        return Mono.defer(() -> perform(call.operation(), access(invocation, call)))
                .onErrorMap(EventFailures::translate);
    }

    private StateAccess access(Invocation invocation, Call call) {
        var arguments = Arguments.of(call);
        var work = InvocationWork.of(invocation).orElse(null);
        if (work != null && (!arguments.flag("immediate") || work.isRehearsal())) {
            return new StateAccess(arguments, new StateAccess.InUnit(work));
        }
        if (work != null && !READING.contains(call.operation())) {
            work.hadEffect();
        }
        var space = StateSpace.live(invocation.code().function().namespace());
        return new StateAccess(arguments, new StateAccess.AtOnce(store, space));
    }

    private static Mono<Answer> perform(String operation, StateAccess access) {
        return switch (operation) {
            case "state.get" -> access.get();
            case "state.put" -> access.put();
            case "state.delete" -> access.delete();
            case "state.cas" -> access.cas();
            case "state.list" -> access.list();
            default -> Mono.error(PlatformServices.notAvailable(operation));
        };
    }
}
