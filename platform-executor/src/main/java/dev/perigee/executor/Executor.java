package dev.perigee.executor;

import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Runs functions on lanes of its own, within limits and with bounded queues. All methods may be
 * called from any thread, event loops included: none of them blocks or runs guest code on the
 * caller's thread.
 */
public interface Executor extends AutoCloseable {

    /**
     * Runs one invocation when subscribed to. Always completes with an {@link Outcome}, never with
     * an error, at most 200 ms after the deadline; when the executor is full at once with {@link
     * Outcome.Refused}. Cancelling stops the guest and frees its place.
     */
    Mono<Outcome> invoke(Invocation invocation);

    /**
     * Loads the code in a fresh context and looks for its handler, without calling it. Errors with
     * {@link InvalidCodeException} when it does not compile, exports no function or is of an
     * unknown runtime.
     */
    Mono<Void> check(FunctionCode code);

    /** Gives up the idle contexts of this version; running invocations end as they would. */
    void retire(String codeHash);

    /**
     * The runtimes that functions can be written for, for example {@code lua} and {@code
     * javascript}.
     */
    Set<String> runtimes();

    /** Stops all guests and threads. */
    @Override
    void close();
}
