package dev.perigee.lua.runtime;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.CountDownLatch;

/**
 * Becomes unreachable together with the one table that refers to it, and hands that table over.
 *
 * <p>The JVM's finalization is the only one of its means that gives an object back, with all that
 * it refers to and also when that leads back to it; references of the other kinds have forgotten it
 * by then. Where the JVM runs with finalization disabled, nothing is ever handed over.
 */
final class Guardian {

    private static final int MAX_WAIT_MILLIS = 200;
    private static final int PAUSE_MILLIS = 2;

    private final LuaTable table;
    private final Finalizers finalizers;
    private final long number;

    Guardian(LuaTable table, Finalizers finalizers, long number) {
        this.table = table;
        this.finalizers = finalizers;
        this.number = number;
    }

    LuaTable table() {
        return table;
    }

    /** How many were there before it. */
    long number() {
        return number;
    }

    @Override
    @SuppressWarnings({"removal", "deprecation", "Finalize", "Finalizer"})
    protected void finalize() {
        finalizers.offer(this);
    }

    /**
     * Runs the JVM's collector and waits a while for what it finds to be handed over: in any order,
     * but all of it before what another collection finds.
     */
    static void collect(Finalizers finalizers) {
        try {
            boolean found = collectAndHear();
            if (found) {
                collectAndHear();
                awaitOthers(finalizers);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the JVM has come to the garbage that it found. */
    @SuppressWarnings("SystemGc") // Only where the embedder lets the guest ask for it.
    private static boolean collectAndHear() throws InterruptedException {
        var reported = new CountDownLatch(1);
        Reporter.leave(reported);
        System.gc();
        return reported.await(MAX_WAIT_MILLIS, MILLISECONDS);
    }

    private static void awaitOthers(Finalizers finalizers) throws InterruptedException {
        long offered;
        do {
            offered = finalizers.offered();
            finalizePending();
            Thread.sleep(PAUSE_MILLIS);
        } while (finalizers.offered() != offered);
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static void finalizePending() {
        Runtime.getRuntime().runFinalization();
    }

    /** Garbage that tells when the JVM has come to it. */
    private static final class Reporter {

        private final CountDownLatch reported;

        private Reporter(CountDownLatch reported) {
            this.reported = reported;
        }

        static void leave(CountDownLatch reported) {
            var ignored = new Reporter(reported);
        }

        @Override
        @SuppressWarnings({"removal", "deprecation", "Finalize", "Finalizer"})
        protected void finalize() {
            reported.countDown();
        }
    }
}
