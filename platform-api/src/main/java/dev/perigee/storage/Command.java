package dev.perigee.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system of which only its success matters. */
final class Command {

    private Command() {}

    /** Whether it is there, and ends in time and with 0. */
    static boolean succeeds(List<String> command, Duration patience) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            // Not without bound: a program that waits for its disk cannot be killed either.
            process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
            return false;
        } catch (IOException notThere) {
            return false;
        }
    }
}
