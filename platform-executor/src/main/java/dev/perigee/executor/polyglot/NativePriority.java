package dev.perigee.executor.polyglot;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the priority of single threads on Linux, where Java's own priorities do nothing, and
 * lengthens their slices. A process may always lower a thread and not always raise it again, so
 * lowered threads of guests are used up. Elsewhere it does nothing.
 */
final class NativePriority {

    private static final Path SELF = Path.of("/proc/thread-self");
    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    private static final int PRIO_PROCESS = 0;
    private static final int LOWEST = 19;
    private static final @Nullable MethodHandle SET_PRIORITY =
            link("setpriority", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final int USUAL = usual();
    private static final int LOW = Math.min(LOWEST, USUAL + 10);
    private static final int A_BIT_LOW = Math.min(LOWEST, USUAL + 5);

    /**
     * How long a lowered thread runs on when others of its kind are ready. Since Linux 6.12 those
     * who ask for less interrupt it at once, else only after some milliseconds, at each of the
     * hand-overs that answer a request.
     */
    private static final long LONG_SLICE = 20_000_000;

    private static final long USUAL_SLICE = 0;

    /** The number of sched_setattr, which the C library does not offer everywhere. */
    private static final long SCHED_SETATTR =
            switch (System.getProperty("os.arch", "")) {
                case "amd64" -> 314;
                case "aarch64" -> 274;
                default -> 0;
            };

    private static final int ATTRIBUTES_BYTES = 48;
    private static final @Nullable MethodHandle SYSTEM_CALL = linkSystemCall();

    private NativePriority() {}

    private static @Nullable MethodHandle link(String function, MemoryLayout... parameters) {
        return link(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    private static @Nullable MethodHandle linkSystemCall() {
        var type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT);
        return link("syscall", type, Linker.Option.firstVariadicArg(1));
    }

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle link(
            String function, FunctionDescriptor type, Linker.Option... options) {
        if (!LINUX) {
            return null;
        }
        try {
            var linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find(function)
                    .map(address -> linker.downcallHandle(address, type, options))
                    .orElse(null);
        } catch (RuntimeException | LinkageError notAllowed) {
            return null;
        }
    }

    /** What the process runs at, for it may have been started with another niceness than 0. */
    private static int usual() {
        var getPriority = link("getpriority", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            return getPriority == null ? 0 : (int) getPriority.invokeExact(PRIO_PROCESS, 0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The system's number of the current thread; 0 where there is none. */
    static int currentThread() {
        if (!LINUX) {
            return 0;
        }
        try {
            var link = Files.readSymbolicLink(SELF).getFileName();
            return link == null ? 0 : Integer.parseInt(link.toString());
        } catch (IOException | NumberFormatException | UnsupportedOperationException absent) {
            return 0;
        }
    }

    static void lower(int threadId) {
        set(threadId, LOW, LONG_SLICE);
    }

    /** For threads that others wait for, but not at once. */
    static void lowerABit(int threadId) {
        set(threadId, A_BIT_LOW, LONG_SLICE);
    }

    /** For threads that may be interrupted and yet need their share. */
    static void lengthen(int threadId) {
        set(threadId, USUAL, LONG_SLICE);
    }

    /** As threads begin; a lowered one stays as it is when the process may not raise it. */
    static void usual(int threadId) {
        set(threadId, USUAL, USUAL_SLICE);
    }

    /** For threads that nobody waits for any more. */
    static void lowest(int threadId) {
        set(threadId, LOWEST, LONG_SLICE);
    }

    private static void set(int threadId, int niceness, long slice) {
        if (threadId == 0) {
            return;
        }
        try {
            if (!schedule(threadId, niceness, slice) && SET_PRIORITY != null) {
                var ignored = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, threadId, niceness);
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * See sched_setattr(2), a slice of 0 is the system's; false where it is missing or not allowed.
     */
    private static boolean schedule(int threadId, int niceness, long slice) throws Throwable {
        if (SYSTEM_CALL == null || SCHED_SETATTR == 0) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            var attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, ATTRIBUTES_BYTES);
            attributes.set(ValueLayout.JAVA_INT, 16, niceness);
            attributes.set(ValueLayout.JAVA_LONG, 24, slice);
            return 0 == (long) SYSTEM_CALL.invokeExact(SCHED_SETATTR, threadId, attributes, 0);
        }
    }
}
