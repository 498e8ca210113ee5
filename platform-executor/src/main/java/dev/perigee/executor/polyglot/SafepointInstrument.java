package dev.perigee.executor.polyglot;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;

/** Gives the executor {@link Safepoints}, which the polyglot API has not. */
@TruffleInstrument.Registration(
        id = SafepointInstrument.ID,
        name = "Safepoints",
        version = "1",
        services = Safepoints.class)
public final class SafepointInstrument extends TruffleInstrument {

    static final String ID = "perigee-safepoints";

    @Override
    protected void onCreate(Env env) {
        env.registerService(new Safepoints(env));
    }
}
