package dev.perigee.events;

/**
 * Somebody else changed a key since it was read, or it is not at the expected version. Nothing of
 * the write or unit of work was stored; reading again and repeating it may succeed.
 */
public final class StateConflictException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public StateConflictException(String key) {
        super("state of key \"" + key + "\" was changed by somebody else meanwhile", null);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
