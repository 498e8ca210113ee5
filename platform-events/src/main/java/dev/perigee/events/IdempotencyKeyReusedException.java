package dev.perigee.events;

/** An idempotency key came again with other events. Nothing was stored. */
public final class IdempotencyKeyReusedException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public IdempotencyKeyReusedException(String key) {
        super(
                "idempotency key \""
                        + key
                        + "\" was used with other events; choose a new key for a new append",
                null);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
