package dev.perigee.executor.polyglot;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument.Env;
import java.util.Objects;
import org.graalvm.polyglot.Engine;

/**
 * Reaches running guests: an action is performed on a guest's own thread at its next safepoint, of
 * which every loop and every call has one. It sees nothing of the guest.
 */
final class Safepoints {

    private final Env env;

    Safepoints(Env env) {
        this.env = env;
    }

    static Safepoints of(Engine engine) {
        var instrument = engine.getInstruments().get(SafepointInstrument.ID);
        return Objects.requireNonNull(instrument).lookup(Safepoints.class);
    }

    /** Those of the context that the current thread is in. */
    Of here() {
        return new Of(env, env.getEnteredContext());
    }

    /** The safepoints of one context. */
    record Of(Env env, TruffleContext context) {

        /** Asks a thread; nothing happens when it has left the context, or leaves it first. */
        void ask(Thread thread, Runnable action) {
            var ignored =
                    env.submitThreadLocal(context, new Thread[] {thread}, new Performing(action));
        }
    }

    private static final class Performing extends ThreadLocalAction {

        private final Runnable action;

        Performing(Runnable action) {
            super(true, false);
            this.action = action;
        }

        @Override
        protected void perform(Access access) {
            action.run();
        }
    }
}
