package dev.perigee.system;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints why the process cannot start, and what to do, as one line on standard error. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final String PAGE_LONG_REPORTER =
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    @Override
    public void report(FailureAnalysis analysis) {
        // The configured levels are not in force yet when the environment cannot be made.
        LoggingSystem.get(OneLineFailureReporter.class.getClassLoader())
                .setLogLevel(PAGE_LONG_REPORTER, LogLevel.OFF);
        var action = analysis.getAction();
        var line = analysis.getDescription() + (action == null ? "" : " " + action);
        System.err.println("perigee: " + line.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
