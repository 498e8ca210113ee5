package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.invocations.InvocationWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code http.request}: outbound HTTP of functions, also behind JavaScript's {@code fetch}. */
@Component
final class HttpService implements GuestService {

    private final OutboundClient client;

    HttpService(OutboundClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        if (!call.operation().equals("http.request")) {
            return Mono.error(PlatformServices.notAvailable(call.operation()));
        }
        if (InvocationWork.of(invocation).filter(InvocationWork::isRehearsal).isPresent()) {
            return Mono.error(
                    new GuestCallException(
                            "not_available", "replays make no requests to the outside", null));
        }
        return Mono.defer(
                () -> {
                    var arguments = Arguments.of(call);
                    var preferText = arguments.flag("text");
                    var request =
                            OutboundRequest.of(
                                            arguments,
                                            call.attachment(),
                                            invocation.limits().deadline())
                                    .within(InvocationWork.traceparent(invocation));
                    return client.send(request).map(reply -> reply.answer(preferText));
                });
    }
}
