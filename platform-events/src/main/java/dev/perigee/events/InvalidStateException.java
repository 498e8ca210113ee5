package dev.perigee.events;

/** A key or value that the state does not take. Nothing was changed. */
public final class InvalidStateException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public InvalidStateException(String key, String detail) {
        super("state of key \"" + shorten(key) + "\" is refused: " + detail, null);
        this.key = key;
    }

    public String key() {
        return key;
    }

    private static String shorten(String key) {
        return key.length() <= 80 ? key : key.substring(0, 80) + "…";
    }
}
