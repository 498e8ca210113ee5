package dev.perigee.events;

import org.jspecify.annotations.Nullable;

/** A topic's schema is not a JSON Schema that can be used. The topic was not changed. */
public final class InvalidSchemaException extends EventLogException {

    private static final long serialVersionUID = 1L;

    public InvalidSchemaException(String detail, @Nullable Throwable cause) {
        super("the schema cannot be used: " + detail, cause);
    }
}
