package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.internal.vm.Continuation;
import org.jspecify.annotations.Nullable;

/**
 * The two steps below the JDK's continuations: to go to another stack, and to come back. {@code
 * Continuation.run} and {@code yield} add to them what virtual threads need and coroutines do not:
 * a chain of continuations for each carrier, saved caches, an atomic mark of who runs. Needs a JVM
 * that opens {@code jdk.internal.vm}.
 */
final class StackSwitch {

    private record Steps(MethodHandle enter, MethodHandle leave) {}

    private static final @Nullable Steps STEPS = find();
    private static final @Nullable MethodHandle ENTER = STEPS == null ? null : STEPS.enter;
    private static final @Nullable MethodHandle LEAVE = STEPS == null ? null : STEPS.leave;

    private StackSwitch() {}

    static boolean isAvailable() {
        return STEPS != null;
    }

    /** Null where the JDK does not open the package or has other methods in it. */
    private static @Nullable Steps find() {
        if (!Object.class.getModule().isOpen("jdk.internal.vm", StackSwitch.class.getModule())) {
            return null;
        }
        try {
            var lookup = MethodHandles.privateLookupIn(Continuation.class, MethodHandles.lookup());
            var enter =
                    MethodType.methodType(
                            void.class, Continuation.class, boolean.class, boolean.class);
            return new Steps(
                    lookup.findStatic(Continuation.class, "enterSpecial", enter),
                    lookup.findStatic(
                            Continuation.class, "doYield", MethodType.methodType(int.class)));
        } catch (ReflectiveOperationException | LinkageError unknown) {
            return null;
        }
    }

    /** Enters the stack; returns when code on it leaves or the continuation is done. */
    @SuppressWarnings("NullAway") // Called where it is available.
    static void enter(Continuation continuation, boolean begun) {
        try {
            ENTER.invokeExact(continuation, begun, false);
        } catch (Throwable thrown) {
            throw rethrow(thrown);
        }
    }

    /**
     * Leaves the innermost stack; returns when it is entered again, or at once.
     *
     * @return whether the stack was left
     */
    @SuppressWarnings("NullAway") // Called where it is available.
    static boolean leave() {
        try {
            return (int) LEAVE.invokeExact() == 0;
        } catch (Throwable thrown) {
            throw rethrow(thrown);
        }
    }

    /** The same with a frame of compiled code above that of the caller. */
    @TruffleBoundary(transferToInterpreterOnException = false)
    static boolean leaveFromAbove() {
        return leave();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
