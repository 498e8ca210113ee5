package dev.perigee.executor.polyglot;

import dev.perigee.executor.Outcome;

/** The handler could not be loaded; the context that tried is of no use. */
final class InvalidHandlerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    InvalidHandlerException(Outcome outcome) {
        super("the handler could not be loaded", null, false, false);
        this.outcome = outcome;
    }

    static InvalidHandlerException of(String message) {
        return new InvalidHandlerException(new Outcome.Failed(message, ""));
    }

    Outcome outcome() {
        return outcome;
    }
}
