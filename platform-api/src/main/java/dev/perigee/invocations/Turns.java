package dev.perigee.invocations;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets invocations of this process that lost a conflict about the same key of the state run again
 * one after the other, so that they do not meet again. First runs ask nobody. Safe for use by many
 * threads.
 */
final class Turns {

    private final Map<Place, ArrayDeque<Turn>> queues = new HashMap<>();

    /** A key of the state of a namespace. */
    record Place(String namespace, String key) {}

    /**
     * One invocation's place among those that wait for a key. It must be ended, whether it came or
     * not; ending it twice does no harm.
     */
    final class Turn {

        private final Place place;
        private Runnable coming = () -> {};

        private Turn(Place place) {
            this.place = place;
        }

        boolean isAt(Place other) {
            return place.equals(other);
        }

        /** Runs this now or when all before have ended, on the thread of whoever ended last. */
        void await(Runnable whenItComes) {
            boolean first;
            synchronized (queues) {
                coming = whenItComes;
                var queue = queues.computeIfAbsent(place, _ -> new ArrayDeque<>());
                first = queue.isEmpty();
                queue.add(this);
            }
            if (first) {
                whenItComes.run();
            }
        }

        void end() {
            Runnable next = () -> {};
            synchronized (queues) {
                var queue = queues.get(place);
                if (queue == null) {
                    return;
                }
                var mine = queue.peek() == this;
                if (!queue.remove(this)) {
                    return;
                }
                var following = queue.peek();
                if (following == null) {
                    queues.remove(place);
                } else if (mine) {
                    next = following.coming;
                }
            }
            next.run();
        }
    }

    Turn at(Place place) {
        return new Turn(place);
    }

    /** Keys that somebody waits for. */
    int size() {
        synchronized (queues) {
            return queues.size();
        }
    }
}
