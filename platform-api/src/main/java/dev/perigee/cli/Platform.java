package dev.perigee.cli;

import java.util.Map;

/** Starts the platform in this process; given by the main class so that commands stay light. */
@FunctionalInterface
public interface Platform {

    /**
     * Starts it and returns once requests are answered.
     *
     * @param settings properties that win over every other source
     * @param parts objects that the platform finds by type, by name
     */
    Running start(Map<String, Object> settings, Map<String, Object> parts);

    /** The platform did not start, and has said why. */
    final class NotStartedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public NotStartedException(Throwable cause) {
            super(cause);
        }
    }

    /** A platform that answers requests. */
    interface Running {

        /** The port that a server of it really listens on, by the property that set it. */
        String property(String name);

        /** Whether it is about to stop, so that what ends now ends for that reason. */
        boolean isStopping();

        /** Returns when the platform has stopped. */
        void awaitStop();
    }
}
