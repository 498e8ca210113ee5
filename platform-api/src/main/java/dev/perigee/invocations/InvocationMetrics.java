package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts and times invocations; meters are made once per function and kept at hand. */
@Component
class InvocationMetrics {

    private final MeterRegistry registry;
    private final Map<FunctionId, OfFunction> functions = new ConcurrentHashMap<>();

    InvocationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void completed(FunctionId function, String outcome, long nanos) {
        var meters = functions.get(function);
        if (meters == null) {
            meters = functions.computeIfAbsent(function, OfFunction::new);
        }
        meters.duration.record(nanos, TimeUnit.NANOSECONDS);
        meters.counter(outcome).increment();
    }

    private final class OfFunction {

        private final FunctionId function;
        private final Timer duration;
        private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();

        OfFunction(FunctionId function) {
            this.function = function;
            this.duration =
                    Timer.builder("perigee.invocations.duration")
                            .description("Time from admission to outcome")
                            .tags("namespace", function.namespace(), "function", function.name())
                            .serviceLevelObjectives(
                                    Duration.ofMillis(1),
                                    Duration.ofMillis(5),
                                    Duration.ofMillis(25),
                                    Duration.ofMillis(100),
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(10))
                            .register(registry);
        }

        Counter counter(String outcome) {
            var counter = outcomes.get(outcome);
            return counter != null ? counter : outcomes.computeIfAbsent(outcome, this::register);
        }

        private Counter register(String outcome) {
            return Counter.builder("perigee.invocations")
                    .description("Invocations by what they came to")
                    .tags("namespace", function.namespace(), "function", function.name())
                    .tag("outcome", outcome)
                    .register(registry);
        }
    }
}
