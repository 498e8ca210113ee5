package dev.perigee.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Says what to do when the configured server is not there or does not let us in. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException>
        implements Ordered {

    private final String database;

    DatabaseFailureAnalyzer(Environment environment) {
        this.database = environment.getProperty("perigee.database.name", "the database");
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        var state = cause.getSQLState();
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "28P01", "28000" ->
                    analysis(
                            "refuses the user or the password",
                            "Correct user and password in PERIGEE_DATABASE_URL.",
                            cause);
            case "3D000" ->
                    analysis(
                            "does not exist on that server",
                            "Create the database, or correct its name in PERIGEE_DATABASE_URL.",
                            cause);
            case "53300" ->
                    analysis(
                            "has no free connection",
                            "Raise max_connections of the server or stop other clients.",
                            cause);
            default ->
                    state.startsWith("08")
                            ? analysis(
                                    "cannot be reached",
                                    "Start the server, or correct host and port in"
                                            + " PERIGEE_DATABASE_URL; without it the embedded"
                                            + " server is used.",
                                    cause)
                            : null;
        };
    }

    private FailureAnalysis analysis(String what, String action, SQLException cause) {
        return new FailureAnalysis("The database " + database + " " + what + ".", action, cause);
    }
}
