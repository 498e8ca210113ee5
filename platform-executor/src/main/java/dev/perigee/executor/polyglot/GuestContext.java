package dev.perigee.executor.polyglot;

import dev.perigee.executor.Outcome;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version's isolated heap on one lane, with the work that waits for it: fresh → live (its first
 * work creates the polyglot context and loads the handler) → exiled (a guest holds it beyond its
 * quantum; the lane uses another) → retired (takes no new invocations) → closed. Fields without a
 * word are guarded by the lane's lock; one carrier at a time runs it.
 */
final class GuestContext {

    private static final Logger LOG = LoggerFactory.getLogger(GuestContext.class);

    final ContextKey key;
    final CodeImage image;
    private final GuestLanguage language;

    /** Set once by the carrier, read by whoever stops or closes the context. */
    private volatile @Nullable Context polyglot;

    private volatile Safepoints.@Nullable Of safepoints;

    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable Guest guest;
    private volatile boolean loaded;
    private volatile long loadedAt;

    /** The invocation that runs in it now; carrier only. */
    private @Nullable Running current;

    /** Outcomes that are told once the guest has been left; carrier only. */
    private final ArrayDeque<Inspection.Finding> untold = new ArrayDeque<>();

    final ArrayDeque<Work> queue = new ArrayDeque<>();
    boolean ready;
    boolean held;
    boolean retired;
    boolean exiled;
    boolean broken;
    int started;
    @Nullable Carrier mountedBy;

    GuestContext(ContextKey key, CodeImage image) {
        this.key = key;
        this.image = image;
        this.language = image.language();
    }

    /** One that takes a single invocation. */
    static GuestContext single(ContextKey key, CodeImage image) {
        var context = new GuestContext(key, image);
        context.retired = true;
        return context;
    }

    /**
     * Whether its guest is done with the invocation that it runs, and the carrier is on its way.
     */
    boolean isReturning() {
        var carrier = mountedBy;
        var running = carrier == null ? null : carrier.mounted;
        return !held && running != null && running.isDone();
    }

    /** How long its guest has been held by a mount, the loading of its files not counted. */
    long heldSince(long mountedAt, long now) {
        return loaded ? now - Math.max(mountedAt, loadedAt) : 0;
    }

    boolean isIdle() {
        return started == 0 && mountedBy == null && !held && queue.isEmpty();
    }

    /** True for the first who wants it closed. */
    boolean markClosing() {
        return closing.compareAndSet(false, true);
    }

    Running current() {
        var running = current;
        if (running == null) {
            throw new IllegalStateException("no invocation runs in this context");
        }
        return running;
    }

    @Nullable Context polyglot() {
        return polyglot;
    }

    /** Has a thread in it perform an action at a safepoint; false until it was entered first. */
    boolean atSafepoint(Thread thread, Runnable action) {
        var reached = safepoints;
        if (reached != null) {
            reached.ask(thread, action);
        }
        return reached != null;
    }

    void tellLater(Running running, Outcome outcome) {
        untold.add(new Inspection.Finding(running, outcome));
    }

    /** What its carrier has to tell now; null when that is all. */
    Inspection.@Nullable Finding nextUntold() {
        return untold.poll();
    }

    void perform(Work work) {
        var running = work.running();
        current = running;
        try {
            var ready = guest();
            var context = ready.context();
            context.enter();
            try {
                if (safepoints == null) {
                    safepoints = language.safepoints().here();
                }
                load(ready, running);
                work.run(ready);
            } finally {
                context.leave();
            }
        } catch (PolyglotException thrown) {
            running.conclude(Failures.outcome(thrown, running));
        } catch (InvalidHandlerException invalid) {
            broken = true;
            running.conclude(invalid.outcome());
        } catch (RuntimeException | Error unexpected) {
            broken = true;
            if (running.conclude(Failures.internal(running))) {
                LOG.error("invocation {} broke its context", running.invocation().id(), unexpected);
            }
        } finally {
            current = null;
            // Interrupting a context may leave the flag behind.
            var ignored = Thread.interrupted();
        }
    }

    private Guest guest() {
        var known = guest;
        if (known == null) {
            known = language.newGuest(this);
            guest = known;
            polyglot = known.context();
            if (closed) {
                known.context().close(true);
            }
        }
        return known;
    }

    private void load(Guest fresh, Running running) {
        if (loaded) {
            return;
        }
        try {
            fresh.load();
        } catch (PolyglotException thrown) {
            throw new InvalidHandlerException(Failures.outcome(thrown, running));
        }
        loadedAt = System.nanoTime();
        loaded = true;
    }

    /** Stops what runs in it and frees it; may block until the guest gives way. */
    void close() {
        closed = true;
        var context = polyglot;
        if (context != null) {
            try {
                context.close(true);
            } catch (PolyglotException | IllegalStateException endedBadly) {
                LOG.debug("closing a context of {}: {}", key, endedBadly.getMessage());
            }
        }
    }

    static Outcome lost() {
        return new Outcome.Failed(
                "its context was closed because another invocation of the same function did not"
                        + " stop at its limit",
                "");
    }
}
