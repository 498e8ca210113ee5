package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.executor.polyglot.ExecutorSettings;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** That default settings carry a thousand functions which all wait for another server. */
class OutboundCapacityTests {

    private static final int COUNT = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DisposableServer SERVER =
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .handle(
                            (_, response) ->
                                    response.sendString(
                                            Mono.just("late").delayElement(Duration.ofMillis(200))))
                    .bindNow();
    private static final HttpProperties PROPERTIES =
            new HttpProperties(
                    false,
                    List.of("127.0.0.0/8"),
                    5000,
                    2000,
                    DataSize.ofMegabytes(20),
                    Duration.ofSeconds(5));
    private static final OutboundClient CLIENT =
            new OutboundClient(
                    PROPERTIES,
                    GuestsConfiguration.resolver(
                            new AddressPolicy(false, PROPERTIES.allowedNetworks())));
    private static final GuestServices SERVICES =
            new PlatformServices(List.of(new HttpService(CLIENT)));
    private static PolyglotExecutor executor;

    @BeforeAll
    static void start() {
        executor = PolyglotExecutor.create(ExecutorSettings.DEFAULT);
        executor.ready().block(PATIENCE);
    }

    @AfterAll
    static void stop() {
        executor.close();
        CLIENT.close();
        SERVER.disposeNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "javascript | import { http } from \"perigee\"; export default async (args) =>"
                        + " (await http.get(args.url)).body",
                "lua | local http = require \"http\" return function(args) return"
                        + " http.get(args.url).body end"
            })
    void carriesAThousandOutboundCallsAtATime(String runtime, String text) {
        var file = "main." + (runtime.equals("lua") ? "lua" : "mjs");
        var code =
                new FunctionCode(
                        new FunctionId("default", runtime),
                        runtime,
                        1,
                        runtime,
                        file,
                        Map.of(file, text.getBytes(StandardCharsets.UTF_8)));
        run(code, 10);

        var begun = System.nanoTime();
        var outcomes = run(code, COUNT);
        var took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(outcomes)
                .hasSize(COUNT)
                .containsOnly(new Outcome.Returned(new Result.Value("\"late\"")));
        // One after the other they would take 200 s.
        assertThat(took).isLessThan(Duration.ofSeconds(12));
    }

    private static List<Outcome> run(FunctionCode code, int count) {
        return Flux.range(0, count)
                .flatMap(n -> executor.invoke(invocation(code, n)), count)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static Invocation invocation(FunctionCode code, int number) {
        return new Invocation(
                "i" + number,
                code,
                "{\"url\":\"http://127.0.0.1:" + SERVER.port() + "/\"}",
                Map.of(),
                new Invocation.CallerContext("0".repeat(32), "0".repeat(16), 0, () -> "{}"),
                Limits.DEFAULT.withDeadline(PATIENCE),
                SERVICES,
                InvocationLog.NONE);
    }
}
