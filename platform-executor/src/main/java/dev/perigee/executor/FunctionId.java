package dev.perigee.executor;

/**
 * The name of a function within its namespace. A name may contain slashes ({@code orders/create}),
 * never {@code ..}, backslashes, control characters or an empty segment; what breaks that is
 * refused with a sentence that says so.
 */
public record FunctionId(String namespace, String name) {

    private static final int MAX_LENGTH = 200;

    public FunctionId {
        requireSafe("namespace", namespace);
        requireSafe("function name", name);
        if (namespace.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "a namespace has no slash, but \"" + namespace + "\" has one");
        }
    }

    private static void requireSafe(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is required");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " is longer than " + MAX_LENGTH + " characters");
        }
        if (value.indexOf('\\') >= 0 || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " must not contain backslashes or control characters");
        }
        for (var segment : value.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        what + " must not have empty, \".\" or \"..\" segments");
            }
        }
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
