package dev.perigee.executor.polyglot;

import java.io.IOException;
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
 * Lowers the priority of single threads on Linux, where Java's own priorities do nothing. A process
 * may always lower a thread and not always raise it again, so lowered threads are used up.
 * Elsewhere it does nothing.
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

    private NativePriority() {}

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle link(String function, MemoryLayout... parameters) {
        if (!LINUX) {
            return null;
        }
        try {
            var linker = Linker.nativeLinker();
            var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters);
            return linker.defaultLookup()
                    .find(function)
                    .map(address -> linker.downcallHandle(address, type))
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
        set(threadId, LOW);
    }

    /** For threads that nobody waits for any more. */
    static void lowest(int threadId) {
        set(threadId, LOWEST);
    }

    /** Gives a lowered thread its priority back, where the process may do that. */
    static void restore(int threadId) {
        set(threadId, USUAL);
    }

    private static void set(int threadId, int niceness) {
        var setPriority = SET_PRIORITY;
        if (setPriority == null || threadId == 0) {
            return;
        }
        try {
            var ignored = (int) setPriority.invokeExact(PRIO_PROCESS, threadId, niceness);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
