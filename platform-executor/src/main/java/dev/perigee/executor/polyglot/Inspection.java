package dev.perigee.executor.polyglot;

import dev.perigee.executor.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one round of the watchdog has found. */
final class Inspection {

    /** An invocation and the outcome it has earned. */
    record Finding(Running running, Outcome outcome) {
        /** Tells the outcome, which must be decided. */
        void emit() {
            running.emit(outcome);
        }
    }

    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Running greediest;
    private long greediestBytes;
    private long mountedBytes;
    private int inFlight;

    void seen() {
        inFlight++;
    }

    void timedOut(Running running) {
        findings.add(
                new Finding(
                        running, new Outcome.TimedOut(running.invocation().limits().deadline())));
    }

    void exceeded(Running running, Outcome outcome) {
        findings.add(new Finding(running, outcome));
    }

    void allocated(Running running, long bytes) {
        mountedBytes += bytes;
        if (bytes > greediestBytes) {
            greediestBytes = bytes;
            greediest = running;
        }
    }

    List<Finding> findings() {
        return findings;
    }

    int inFlight() {
        return inFlight;
    }

    long mountedBytes() {
        return mountedBytes;
    }

    @Nullable Running greediest() {
        return greediest;
    }

    long greediestBytes() {
        return greediestBytes;
    }
}
