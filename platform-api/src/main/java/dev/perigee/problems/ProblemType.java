package dev.perigee.problems;

import java.net.URI;

/**
 * A kind of problem that callers can tell apart. Each feature declares its own as constants; all
 * are documented in {@code docs/problems.md}.
 *
 * @param slug stable word that ends the type's address
 * @param title what went wrong in general, without particulars
 */
public record ProblemType(String slug, int status, String title, Fault fault) {

    private static final String BASE = "https://perigee.dev/problems/";

    public URI uri() {
        return URI.create(BASE + slug);
    }
}
