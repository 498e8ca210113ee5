package dev.perigee.storage;

import org.jspecify.annotations.Nullable;

/**
 * The platform cannot use its storage. {@link #getMessage()} says what is wrong and {@link
 * #action()} what to do; both are single sentences for the person who starts the process.
 */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    public StorageException(String message, String action) {
        this(message, action, null);
    }

    public StorageException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
