package dev.perigee.executor;

import org.jspecify.annotations.Nullable;

/**
 * A guest's call failed in a way that the guest may see and handle: it arrives as an error value
 * with {@code code}, {@code message} and {@code data}.
 */
public final class GuestCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String dataJson;

    public GuestCallException(String code, String message, @Nullable String dataJson) {
        super(message, null, false, false);
        this.code = code;
        this.dataJson = dataJson;
    }

    /**
     * A stable word that guests may test, for example {@code rejected} or {@code address_refused}.
     */
    public String code() {
        return code;
    }

    /** What came with the error, as JSON; for a callee's rejection its status and payload. */
    public @Nullable String dataJson() {
        return dataJson;
    }
}
