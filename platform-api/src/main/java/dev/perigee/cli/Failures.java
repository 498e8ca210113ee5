package dev.perigee.cli;

import java.net.BindException;
import java.net.ConnectException;

/** Puts an unexpected failure into a sentence: the deepest cause says most. */
final class Failures {

    /** A cause may lie in its own chain. */
    private static final int MAX_DEPTH = 32;

    private Failures() {}

    static String sentence(Throwable failure) {
        var cause = deepest(failure, MAX_DEPTH);
        var message = cause.getMessage() == null ? "" : cause.getMessage();
        return switch (cause) {
            case BindException _ ->
                    "a port is taken (%s); stop what uses it or choose others with --port and --management-port"
                            .formatted(message);
            case ConnectException _ -> "cannot connect: " + message;
            default -> message.isBlank() ? cause.getClass().getSimpleName() : message;
        };
    }

    private static Throwable deepest(Throwable failure, int depth) {
        var cause = failure.getCause();
        return cause == null || depth == 0 ? failure : deepest(cause, depth - 1);
    }
}
