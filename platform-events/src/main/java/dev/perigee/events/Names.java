package dev.perigee.events;

import java.util.regex.Pattern;

/** The one rule for names of namespaces, topics and triggers. */
final class Names {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

    private Names() {}

    static void require(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(what + " is required");
        }
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " \""
                            + value
                            + "\" is not allowed: use letters, digits, \".\", \"_\", \"-\" and"
                            + " \"/\", beginning with a letter or digit, at most 200 characters");
        }
    }
}
