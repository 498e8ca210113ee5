package dev.perigee.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows that something is still going on, from its first quarter of a second until it is closed;
 * nothing where lines cannot be drawn over.
 */
final class Spinner implements AutoCloseable {

    private static final String[] FRAMES = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration FRAME = Duration.ofMillis(80);

    private final Terminal terminal;
    private final String label;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    private Spinner(Terminal terminal, String label) {
        this.terminal = terminal;
        this.label = label;
        thread = Thread.ofPlatform().name("spinner").daemon().unstarted(this::spin);
    }

    static Spinner start(Terminal terminal, String label) {
        var spinner = new Spinner(terminal, label);
        if (terminal.isMoving()) {
            spinner.thread.start();
        }
        return spinner;
    }

    @Override
    public void close() {
        done.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void spin() {
        try {
            var drawn = false;
            var wait = PATIENCE;
            for (var turn = 0; !done.await(wait.toMillis(), TimeUnit.MILLISECONDS); turn++) {
                var frame = terminal.cyan(FRAMES[turn % FRAMES.length]);
                terminal.error().print("\r\033[K" + frame + " " + label);
                terminal.error().flush();
                drawn = true;
                wait = FRAME;
            }
            if (drawn) {
                terminal.error().print("\r\033[K");
                terminal.error().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
