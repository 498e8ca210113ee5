package dev.perigee.lua.runtime;

import dev.perigee.lua.LuaContext;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/**
 * Has the JVM collect all of its memory now and then, for a guest that may ask for it and can tell.
 * By itself the JVM leaves what has once grown old until there is no room, perhaps for ever, while
 * programs wait for an entry of a weak table to go.
 *
 * <p>It is garbage from the beginning, so the JVM finalizes it whenever it collects anything.
 */
public final class OldGarbage {

    private static final long MIN_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** A collection takes at most this part of the time. */
    private static final int PART = 20;

    private final WeakReference<LuaContext> context;
    private final long due;

    private OldGarbage(WeakReference<LuaContext> context, long due) {
        this.context = context;
        this.due = due;
    }

    /** Until the context is closed or forgotten. */
    public static void watch(LuaContext context) {
        leave(new WeakReference<>(context), System.nanoTime() + MIN_PAUSE);
    }

    private static void leave(WeakReference<LuaContext> context, long due) {
        var ignored = new OldGarbage(context, due);
    }

    @Override
    @SuppressWarnings({"removal", "deprecation", "Finalize", "Finalizer"})
    protected void finalize() {
        var known = context.get();
        if (known != null && !known.finalizers().isClosed()) {
            boolean now = System.nanoTime() - due > 0 && known.isCollecting();
            leave(context, now ? collect() : due);
        }
    }

    /** Returns when it is time again. */
    @SuppressWarnings("SystemGc") // Only where the embedder lets the guest ask for it.
    private static long collect() {
        long began = System.nanoTime();
        System.gc();
        long ended = System.nanoTime();
        return ended + Math.max(MIN_PAUSE, (ended - began) * PART);
    }
}
