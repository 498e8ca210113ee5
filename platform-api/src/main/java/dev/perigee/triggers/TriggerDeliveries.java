package dev.perigee.triggers;

import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.events.postgres.TriggerDispatcher;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.Spans;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * This process's share of the deliveries, from when functions can run until the process stops. A
 * stop lets what is being delivered commit and gives the partitions to the other processes.
 */
final class TriggerDeliveries implements SmartLifecycle {

    private final PostgresEventLog log;
    private final Invoker invoker;
    private final Spans spans;
    private final DeliveryProperties properties;
    private volatile @Nullable TriggerDispatcher dispatcher;
    private volatile boolean stopping;
    private volatile long earlierInterruptions;

    TriggerDeliveries(
            PostgresEventLog log, Invoker invoker, Spans spans, DeliveryProperties properties) {
        this.spans = spans;
        this.log = log;
        this.invoker = invoker;
        this.properties = properties;
    }

    /** After the functions are known and the runtimes warm; before the gateway. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 600;
    }

    @Override
    public synchronized void start() {
        if (dispatcher == null) {
            stopping = false;
            var delivery =
                    new FunctionDelivery(invoker, spans, properties.patience(), () -> stopping);
            dispatcher = log.dispatch(delivery, properties.dispatch());
        }
    }

    /** Partitions that this process delivers now. */
    int owned() {
        var running = dispatcher;
        return running == null ? 0 : running.owned();
    }

    /** How often the database interrupted this process's deliveries. */
    long interruptions() {
        var running = dispatcher;
        return earlierInterruptions + (running == null ? 0 : running.interruptions());
    }

    @Override
    public void stop(Runnable callback) {
        var running = take();
        if (running == null) {
            callback.run();
        } else {
            running.shutDown().doFinally(_ -> callback.run()).subscribe();
        }
    }

    @Override
    public void stop() {
        var running = take();
        if (running != null) {
            running.close();
        }
    }

    private synchronized @Nullable TriggerDispatcher take() {
        stopping = true;
        var running = dispatcher;
        if (running != null) {
            earlierInterruptions += running.interruptions();
            dispatcher = null;
        }
        return running;
    }

    @Override
    public boolean isRunning() {
        return dispatcher != null;
    }
}
