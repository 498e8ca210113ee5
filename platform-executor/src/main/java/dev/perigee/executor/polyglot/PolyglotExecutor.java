package dev.perigee.executor.polyglot;

import com.oracle.truffle.api.Truffle;
import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The executor on GraalVM's polyglot engine. Outcomes are told on its own threads; whoever takes
 * them must not block. Warms one context of each runtime up in the background; {@link #ready()}
 * tells when.
 */
public final class PolyglotExecutor implements Executor {

    static final Outcome CLOSED =
            new Outcome.Refused("the executor is shutting down", Duration.ofSeconds(1));

    private static final Logger LOG = LoggerFactory.getLogger(PolyglotExecutor.class);

    /** The name of an engine without a compiler. */
    private static final String INTERPRETED = "Interpreted";

    /**
     * Calls and rounds of loops before guest code is compiled, and compiled again; a tenth of them
     * while the compiler has little to do. With the usual 400, the scripts that a few contexts
     * begin with would wake the compiler, which is cold itself then: two or three seconds of
     * processor time, at every start and in a first crowd of calls.
     */
    private static final Map<String, String> COMPILATION =
            Map.of(
                    "engine.FirstTierCompilationThreshold",
                    "10000",
                    "engine.LastTierCompilationThreshold",
                    "40000");

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** Checks are bounded by their processor time; a busy machine is not the code's fault. */
    private static final Duration CHECK = Duration.ofSeconds(30);

    private static final Duration LEEWAY = Duration.ofSeconds(3);

    private final Engine engine;
    private final ExecutorSettings settings;
    private final HostCalls calls = new HostCalls();
    private final Stopper stopper = new Stopper();
    private final Map<String, GuestLanguage> languages;
    private final List<Lane> lanes = new ArrayList<>();
    private final Watchdog watchdog;
    private final Map<String, CodeImage> images = new ConcurrentHashMap<>();
    private final Map<FunctionId, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final Running.Admission admission = new Doors();
    private final Mono<Void> ready;
    private volatile boolean closed;

    private PolyglotExecutor(Engine engine, ExecutorSettings settings, CallerLoop callerLoop) {
        this.engine = engine;
        this.settings = settings;
        this.languages = GuestLanguage.of(engine, calls, settings.maxLuaString());
        var budget = new CarrierBudget(settings.detachedCarriers());
        var sharing = new TimeSharing(settings.lanes() - 1);
        for (int i = 0; i < settings.lanes(); i++) {
            lanes.add(
                    new Lane("perigee-lane-" + i, settings, stopper, budget, sharing, callerLoop));
        }
        this.watchdog = new Watchdog(List.copyOf(lanes), stopper, sharing);
        this.ready = Flux.fromIterable(languages.values()).flatMap(this::warmUp).then().cache();
    }

    /** Starts an executor; its runtimes are those on the class path. */
    public static PolyglotExecutor create(ExecutorSettings settings) {
        return create(settings, CallerLoop.NONE);
    }

    /**
     * Starts an executor whose callers may be event loops.
     *
     * @param callerLoop the one of the thread that calls
     */
    public static PolyglotExecutor create(ExecutorSettings settings, CallerLoop callerLoop) {
        var executor = new PolyglotExecutor(engine(), settings, callerLoop);
        executor.lanes.forEach(Lane::start);
        executor.watchdog.start();
        executor.ready.subscribe(null, executor::warnUnlessClosed);
        return executor;
    }

    private static Engine engine() {
        var engine =
                Engine.newBuilder()
                        .allowExperimentalOptions(true)
                        .option(CallDepthInstrument.ID, Integer.toString(Carrier.CALL_DEPTH));
        if (!Truffle.getRuntime().getName().equals(INTERPRETED)) {
            engine.options(COMPILATION);
        }
        return engine.build();
    }

    private void warnUnlessClosed(Throwable error) {
        if (!closed) {
            LOG.warn("a runtime did not warm up: {}", error.getMessage());
        }
    }

    /** Completes when every runtime has run a first function; errors when one cannot. */
    public Mono<Void> ready() {
        return ready;
    }

    /** The engine's name for itself, for example {@code GraalVM CE} or {@code Interpreted}. */
    public String engineName() {
        return engine.getImplementationName();
    }

    /** Whether hot guest code is compiled; otherwise the JVM lacks the flags for it. */
    public boolean isOptimized() {
        return !engine.getImplementationName().equals(INTERPRETED);
    }

    @Override
    public Mono<Outcome> invoke(Invocation invocation) {
        return new InvocationMono(invocation, admission, false);
    }

    @Override
    public Mono<Void> check(FunctionCode code) {
        return check(code, Limits.DEFAULT.withDeadline(CHECK));
    }

    private Mono<Void> check(FunctionCode code, Limits limits) {
        if (!languages.containsKey(code.runtime())) {
            return Mono.error(new InvalidCodeException(unknownRuntime(code)));
        }
        var caller = new Invocation.CallerContext("0".repeat(32), "0".repeat(16), 0, () -> "{}");
        var invocation =
                new Invocation(
                        "check",
                        code,
                        "{}",
                        Map.of(),
                        caller,
                        limits,
                        GuestServices.NONE,
                        InvocationLog.NONE);
        return new InvocationMono(invocation, admission, true)
                .flatMap(
                        outcome ->
                                switch (outcome) {
                                    case Outcome.Returned _ -> Mono.<Void>empty();
                                    case Outcome.Failed failed ->
                                            Mono.error(new InvalidCodeException(failed.message()));
                                    case Outcome.Refused refused ->
                                            Mono.error(
                                                    new InvalidCodeException(
                                                            "cannot check the code now: "
                                                                    + refused.reason()));
                                    default ->
                                            Mono.error(
                                                    new InvalidCodeException(
                                                            code.handler()
                                                                    + " while it was loaded: "
                                                                    + outcome.error()));
                                });
    }

    private Mono<Void> warmUp(GuestLanguage language) {
        var file = "warmup." + language.extension();
        var code =
                new FunctionCode(
                        new FunctionId("perigee", "warmup"),
                        "warmup-" + language.runtime(),
                        1,
                        language.runtime(),
                        file,
                        Map.of(
                                file,
                                language.sample()
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return check(code, Limits.DEFAULT.withDeadline(WARM_UP));
    }

    @Override
    public void retire(String codeHash) {
        images.remove(codeHash);
        lanes.forEach(lane -> lane.retire(codeHash));
    }

    @Override
    public Set<String> runtimes() {
        return languages.keySet();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        watchdog.close();
        calls.close();
        var threads = lanes.stream().flatMap(lane -> lane.close().stream()).toList();
        long deadline = System.nanoTime() + LEEWAY.toNanos();
        for (var thread : threads) {
            join(thread, deadline - System.nanoTime());
        }
        // A guest that does not give way must not hold up those who shut down.
        var closing = new Thread(() -> engine.close(true), "perigee-engine-close");
        closing.setDaemon(true);
        closing.start();
        join(closing, LEEWAY.toNanos());
        stopper.close();
    }

    private static void join(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, nanos));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String unknownRuntime(FunctionCode code) {
        return "unknown runtime \""
                + code.runtime()
                + "\"; there are "
                + String.join(", ", languages.keySet().stream().sorted().toList());
    }

    /** Lets invocations in, if there is room, and counts them. */
    private final class Doors implements Running.Admission {

        @Override
        public void admit(Running running) {
            var refusal = refusal(running);
            if (refusal != null) {
                running.finish(refusal);
                return;
            }
            watchdog.wake();
        }

        private @Nullable Outcome refusal(Running running) {
            var invocation = running.invocation();
            var code = invocation.code();
            int depth = invocation.limits().callDepth();
            if (invocation.context().depth() > depth) {
                return new Outcome.LimitExceeded(Limit.CALL_DEPTH, Integer.toString(depth));
            }
            var language = languages.get(code.runtime());
            if (language == null) {
                return new Outcome.Failed(unknownRuntime(code), "");
            }
            var counter = inFlight.computeIfAbsent(code.function(), _ -> new AtomicInteger());
            running.counter = counter;
            if (counter.incrementAndGet() > settings.inFlightPerFunction()) {
                return new Outcome.Refused(
                        "too many invocations of " + code.function().name() + " are in flight",
                        RETRY);
            }
            var image = images.computeIfAbsent(code.hash(), _ -> new CodeImage(code, language));
            return switch (offer(running, new ContextKey(code.function(), code.hash()), image)) {
                case TAKEN -> null;
                case BUSY, FULL -> new Outcome.Refused("too many invocations are waiting", RETRY);
                case CLOSED -> CLOSED;
            };
        }

        /** The version's own lane while that is not busier than another, so that it stays warm. */
        private Offer offer(Running running, ContextKey key, CodeImage image) {
            int size = lanes.size();
            int home = Math.floorMod(key.hash().hashCode(), size);
            int best = home;
            for (int i = 1; i < size; i++) {
                int other = (home + i) % size;
                if (lanes.get(other).load() + 1 < lanes.get(best).load()) {
                    best = other;
                }
            }
            for (int i = 0; i < size; i++) {
                var answer = lanes.get((best + i) % size).offer(running, key, image, false);
                if (answer == Offer.TAKEN || answer == Offer.CLOSED) {
                    return answer;
                }
            }
            return lanes.get(best).offer(running, key, image, true);
        }

        @Override
        public void release(Running running) {
            var counter = running.counter;
            if (counter != null) {
                running.counter = null;
                counter.decrementAndGet();
            }
        }
    }

    /** One invocation for each subscription. */
    private static final class InvocationMono extends Mono<Outcome> {

        private final Invocation invocation;
        private final Running.Admission admission;
        private final boolean checkOnly;

        InvocationMono(Invocation invocation, Running.Admission admission, boolean checkOnly) {
            this.invocation = invocation;
            this.admission = admission;
            this.checkOnly = checkOnly;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Outcome> subscriber) {
            subscriber.onSubscribe(new Running(invocation, admission, subscriber, checkOnly));
        }
    }
}
