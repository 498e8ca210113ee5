package dev.perigee.invocations;

import dev.perigee.events.UnitsOfWork;
import dev.perigee.executor.GuestServices;
import dev.perigee.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The real invoker over a scripted executor, with a journal in memory. */
public final class TestInvoker {

    private final List<InvocationRecord> records = new CopyOnWriteArrayList<>();
    private final LogTail tail = new LogTail();
    private final PlatformInvoker invoker;

    /** Without an event log. */
    public TestInvoker(ScriptedExecutor executor, MeterRegistry registry, int maxInFlight) {
        this(
                executor,
                registry,
                maxInFlight,
                _ -> {
                    throw new UnsupportedOperationException("no event log");
                });
    }

    public TestInvoker(
            ScriptedExecutor executor, MeterRegistry registry, int maxInFlight, UnitsOfWork units) {
        this(executor, registry, maxInFlight, units, Spans.none());
    }

    public TestInvoker(
            ScriptedExecutor executor,
            MeterRegistry registry,
            int maxInFlight,
            UnitsOfWork units,
            Spans spans) {
        invoker =
                new PlatformInvoker(
                        executor,
                        executor,
                        new PlatformInvoker.Reach(
                                new StaticListableBeanFactory()
                                        .getBeanProvider(GuestServices.class),
                                units,
                                spans),
                        new PlatformInvoker.Behind(
                                records::add,
                                tail,
                                new InvocationMetrics(registry),
                                new InFlight(maxInFlight)));
    }

    public Invoker invoker() {
        return invoker;
    }

    LogTail tail() {
        return tail;
    }

    List<InvocationRecord> records() {
        return records;
    }

    public List<String> outcomes() {
        return records.stream().map(InvocationRecord::outcome).toList();
    }
}
