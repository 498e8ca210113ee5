package dev.perigee.gateway;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Receives a body whole, within bounds. */
final class RequestBody {

    private RequestBody() {}

    /**
     * Reads the body and goes on with it; its memory counts until what follows is done. Fails with
     * {@link MalformedRequestException} 413 as soon as more than allowed has come.
     */
    static Mono<Void> read(
            Exchange exchange, BodyBudget budget, Function<byte[], Mono<Void>> then) {
        return Mono.using(
                () -> new BodyBuffer(budget, exchange.contentLength()),
                buffer ->
                        exchange.request()
                                .receive()
                                .reduce(buffer, BodyBuffer::append)
                                .onErrorMap(RequestBody::arrival)
                                .flatMap(
                                        whole -> {
                                            exchange.bodyRead();
                                            return then.apply(whole.bytes()).thenReturn(1);
                                        })
                                .then(),
                BodyBuffer::release);
    }

    private static Throwable arrival(Throwable failure) {
        return failure instanceof MalformedRequestException
                ? failure
                : new BodyLostException(failure);
    }
}
