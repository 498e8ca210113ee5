package dev.perigee.executor.polyglot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A lane's invocations that have no outcome yet, as a list that costs nothing to join or leave. */
final class InFlight {

    private @Nullable Running first;

    void link(Running running) {
        var head = first;
        running.next = head;
        running.linked = true;
        if (head != null) {
            head.previous = running;
        }
        first = running;
    }

    boolean unlink(Running running) {
        if (!running.linked) {
            return false;
        }
        var before = running.previous;
        var after = running.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        running.previous = null;
        running.next = null;
        running.linked = false;
        return true;
    }

    void expired(long now, Inspection inspection, Consumer<Running> unlink) {
        for (var running = first; running != null; ) {
            var after = running.next;
            inspection.seen();
            if (now - running.deadlineNanos() >= 0) {
                inspection.timedOut(running);
            } else if (running.isDone() && !isMounted(running)) {
                unlink.accept(running);
            }
            running = after;
        }
    }

    private static boolean isMounted(Running running) {
        var context = running.context;
        var carrier = context == null ? null : context.mountedBy;
        return carrier != null && carrier.mounted == running;
    }

    /** Those that have begun in a context; all when it is null. */
    List<Running> in(@Nullable GuestContext context) {
        var found = new ArrayList<Running>();
        for (var running = first; running != null; running = running.next) {
            if (context == null || (running.context == context && running.started)) {
                found.add(running);
            }
        }
        return found;
    }

    /** The contexts that they wait for or have begun in. */
    Set<GuestContext> contexts() {
        var found = new HashSet<GuestContext>();
        for (var running = first; running != null; running = running.next) {
            if (running.context != null) {
                found.add(running.context);
            }
        }
        return found;
    }
}
