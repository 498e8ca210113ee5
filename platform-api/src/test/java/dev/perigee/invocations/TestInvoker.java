package dev.perigee.invocations;

import dev.perigee.executor.GuestServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The real invoker over a scripted executor, with a journal in memory. */
public final class TestInvoker {

    private final List<InvocationRecord> records = new CopyOnWriteArrayList<>();
    private final LogTail tail = new LogTail();
    private final PlatformInvoker invoker;

    public TestInvoker(ScriptedExecutor executor, MeterRegistry registry, int maxInFlight) {
        invoker =
                new PlatformInvoker(
                        executor,
                        executor,
                        new StaticListableBeanFactory().getBeanProvider(GuestServices.class),
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
