package dev.perigee.system;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Prints why the process cannot start, and what to do, as one line on standard error. */
final class OneLineFailureReporter implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        var action = analysis.getAction();
        var line = analysis.getDescription() + (action == null ? "" : " " + action);
        System.err.println("perigee: " + line.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
