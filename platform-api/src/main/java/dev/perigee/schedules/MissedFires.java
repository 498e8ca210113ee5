package dev.perigee.schedules;

import java.util.Arrays;
import java.util.Locale;

/** What happens to the times at which no process ran. */
public enum MissedFires {
    /** They are left out. */
    SKIP,
    /** One event stands for all of them. */
    ONCE,
    /** Each has its event. */
    ALL;

    /** Reads {@code skip}, {@code once} or {@code all}. */
    public static MissedFires parse(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"missed\" must be skip, once or all, not \""
                                                + text
                                                + "\""));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
