package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.perigee.lua.LuaContext;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls {@code __gc} of tables that became garbage (section 2.5.3). The JVM tells which they are,
 * on a thread of its own; they wait here until the context's thread comes to a safepoint, calls in
 * from the host, or marks another table. A context owns one of these.
 */
public final class Finalizers {

    private static final int MIN_CLEANING = 64;

    private final LuaContext context;
    private final CallTarget caller;
    private final Queue<Guardian> unreachable = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicLong offered = new AtomicLong();

    /** All that are marked, for the end of the context. */
    private List<WeakReference<Guardian>> marked = new ArrayList<>();

    private int nextCleaning = MIN_CLEANING;
    private long count;
    private boolean running;
    private volatile boolean closed;

    /**
     * @param caller code that calls a handler, its first argument, with the second
     */
    public Finalizers(LuaContext context, CallTarget caller) {
        this.context = context;
        this.caller = caller;
    }

    /** Marks a table whose metatable has the event. */
    @TruffleBoundary
    void mark(LuaTable table) {
        if (closed) {
            return;
        }
        context.observeGarbage();
        var guardian = new Guardian(table, this, count++);
        table.guard(guardian);
        if (context.finalizesAtClose()) {
            remember(guardian);
        }
        run();
    }

    private void remember(Guardian guardian) {
        if (marked.size() >= nextCleaning) {
            marked.removeIf(reference -> reference.get() == null);
            nextCleaning = Math.max(MIN_CLEANING, marked.size() * 2);
        }
        marked.add(new WeakReference<>(guardian));
    }

    boolean isClosed() {
        return closed;
    }

    /** How many have been handed over. */
    long offered() {
        return offered.get();
    }

    /** Called by the JVM. */
    void offer(Guardian guardian) {
        if (closed) {
            return;
        }
        unreachable.add(guardian);
        offered.incrementAndGet();
        if (requested.compareAndSet(false, true)) {
            var answer = context.env().submitThreadLocal(null, new Run());
            if (answer.isDone()) {
                requested.set(false); // nobody runs in the context
            }
        }
    }

    /** Runs between two steps of the program. */
    private final class Run extends ThreadLocalAction {
        Run() {
            super(true, false);
        }

        @Override
        protected void perform(Access access) {
            requested.set(false);
            if (context.isCollecting()) {
                run();
            }
        }
    }

    /** Calls the finalizers of all that has been found to be garbage. */
    public void run() {
        if (!running && !unreachable.isEmpty()) {
            finish();
        }
    }

    public boolean isRunning() {
        return running;
    }

    /** Runs the JVM's collector, and finalizes what it finds. */
    @TruffleBoundary
    @SuppressWarnings("SystemGc") // Only where the embedder lets the guest ask for it.
    public void collect() {
        if (count == 0) {
            System.gc();
        } else {
            Guardian.collect(this);
            run();
        }
    }

    @TruffleBoundary
    private void finish() {
        var batch = new ArrayList<Guardian>();
        for (var next = unreachable.poll(); next != null; next = unreachable.poll()) {
            batch.add(next);
        }
        batch.sort(Comparator.comparingLong(Guardian::number).reversed());
        finish(batch);
    }

    private void finish(List<Guardian> batch) {
        var thread = Coroutine.currentOrMain();
        boolean hooked = thread.inHook();
        running = true;
        thread.setInHook(true);
        thread.setFinalizing(true);
        try {
            for (var guardian : batch) {
                finish(guardian.table());
            }
        } finally {
            thread.setInHook(hooked);
            thread.setFinalizing(false);
            running = false;
        }
    }

    private void finish(LuaTable table) {
        table.guard(null);
        if (!(Metatables.metamethod(table, Metamethod.GC) instanceof LuaFunction handler)) {
            return;
        }
        var active = context.call();
        var outer = active.messageHandler();
        active.setMessageHandler(null);
        try {
            caller.call(handler, table);
        } catch (Cancelled ended) {
            throw ended.forHost(); // At the end of the context there is no call from the host.
        } catch (AbstractTruffleException thrown) {
            if (!LuaError.isCatchable(thrown)) {
                throw thrown;
            }
            warn(LuaError.valueOf(thrown));
        } catch (StackOverflowError deep) {
            warn(LuaString.of("stack overflow"));
        } finally {
            active.setMessageHandler(outer);
        }
    }

    private void warn(Object error) {
        var text =
                error instanceof LuaString string
                        ? string
                        : LuaString.of("error object is not a string");
        context.warn(LuaString.of("error in __gc (").concat(text).concat(LuaString.of(")")));
    }

    /** The end of the context: what is left is garbage now, unless nobody may run any more. */
    @TruffleBoundary
    public void close(boolean finalizing) {
        closed = true;
        var left = new ArrayList<>(unreachable);
        unreachable.clear();
        if (finalizing) {
            for (var reference : marked) {
                var guardian = reference.get();
                if (guardian != null && guardian.table().isGuardedBy(guardian)) {
                    left.add(guardian);
                }
            }
            left.sort(Comparator.comparingLong(Guardian::number).reversed());
            finish(left);
        }
        marked = new ArrayList<>();
    }
}
