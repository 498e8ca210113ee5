package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker;
import dev.perigee.invocations.Invoker.Completed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;

class FlowServiceTests {

    private Invoker.@Nullable Request request;
    private Mono<Completed> completed = Mono.empty();
    private final FlowService flow =
            new FlowService(
                    new StaticListableBeanFactory(Map.of("invoker", (Invoker) this::invoke))
                            .getBeanProvider(Invoker.class));

    private Mono<Completed> invoke(Invoker.Request given) {
        request = given;
        return completed;
    }

    @Test
    void runsTheFunctionAsAChildOneLevelDeeper() {
        completes(new Outcome.Returned(new Result.Value("{\"sum\":3}")));

        var answer = call(2, "{\"function\":\"sums/add\",\"args\":{\"a\":1}}");

        assertThat(answer.json()).isEqualTo("{\"sum\":3}");
        var request = Objects.requireNonNull(this.request);
        assertThat(request.function()).isEqualTo(new FunctionId("shop", "sums/add"));
        assertThat(request.alias()).isEqualTo("live");
        assertThat(request.argumentsJson()).isEqualTo("{\"a\":1}");
        assertThat(request.origin()).isEqualTo("flow");
        assertThat(request.caller().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(request.caller().parentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(request.caller().depth()).isEqualTo(3);
        assertThat(request.caller().json().get()).isEqualTo("{\"identity\":{\"sub\":\"ann\"}}");
    }

    @Test
    void callsWithoutArgumentsPassAnEmptyObject() {
        completes(new Outcome.Returned(new Result.Nothing()));

        var answer = call(0, "{\"function\":\"quiet\"}");

        assertThat(answer.json()).isEmpty();
        assertThat(Objects.requireNonNull(request).argumentsJson()).isEqualTo("{}");
    }

    @Test
    void givesARawResponseAsData() {
        var body = "hé".getBytes(StandardCharsets.UTF_8);
        completes(
                new Outcome.Returned(
                        new Result.Response(201, List.of(Map.entry("X-A", "1")), body)));

        assertThat(call(0, "{\"function\":\"raw\"}").json())
                .isEqualTo("{\"status\":201,\"headers\":[[\"X-A\",\"1\"]],\"body\":\"hé\"}");
    }

    @Test
    void keepsStatusAndPayloadOfARejection() {
        completes(new Outcome.Rejected("{\"field\":\"name\"}"));

        var failure = failure(0, "{\"function\":\"x\"}");

        assertThat(failure.code()).isEqualTo("rejected");
        assertThat(failure).hasMessage("\"x\" rejected the call: {\"field\":\"name\"}");
        assertThat(failure.dataJson())
                .isEqualTo(
                        "{\"status\":400,\"payload\":{\"field\":\"name\"},\"invocation\":\"c1\"}");
    }

    @Test
    void keepsTheMessageOfAFailure() {
        completes(new Outcome.Failed("app/x.lua:3: \"boom\"", "trace"));

        var failure = failure(0, "{\"function\":\"x\"}");

        assertThat(failure.code()).isEqualTo("failed");
        assertThat(failure).hasMessage("app/x.lua:3: \"boom\"");
        assertThat(failure.dataJson())
                .startsWith("{\"status\":500,\"payload\":\"app/x.lua:3: \\\"boom\\\"\"");
    }

    @Test
    void tellsTheLimitsOfTheCallee() {
        completes(new Outcome.TimedOut(Duration.ofMillis(50)));
        assertThat(failure(0, "{\"function\":\"x\"}"))
                .hasMessage("\"x\" timed out after 50 ms")
                .hasFieldOrPropertyWithValue("code", "timed_out");

        completes(new Outcome.LimitExceeded(Limit.MEMORY, "512 MB"));
        assertThat(failure(0, "{\"function\":\"x\"}"))
                .hasMessage("\"x\" exceeded memory of 512 MB")
                .hasFieldOrPropertyWithValue("code", "limit_exceeded");

        completes(new Outcome.Refused("too many invocations", Duration.ofSeconds(1)));
        assertThat(failure(0, "{\"function\":\"x\"}").dataJson()).startsWith("{\"status\":503");
    }

    @Test
    void saysThatTheFunctionIsUnknown() {
        assertThat(failure(0, "{\"function\":\"nowhere\"}"))
                .hasMessage("there is no function \"nowhere\"")
                .hasFieldOrPropertyWithValue("code", "not_found");
    }

    @Test
    void refusesToNestDeeperThanTheLimit() {
        completes(new Outcome.Returned(new Result.Nothing()));
        var deepest = Limits.DEFAULT.callDepth();

        call(deepest - 2, "{\"function\":\"x\"}");
        request = null;
        var failure = failure(deepest - 1, "{\"function\":\"x\"}");

        assertThat(failure.code()).isEqualTo("limit_exceeded");
        assertThat(failure).hasMessage("calling \"x\" exceeded call depth of " + deepest);
        assertThat(request).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"function\":5}",
                "{\"function\":\"../x\"}",
                "{\"function\":\"a//b\"}",
                "{\"function\":\"x\",\"args\":[1]}"
            })
    void refusesInvalidArguments(String json) {
        assertThat(failure(0, json).code()).isEqualTo("invalid_arguments");
        assertThat(request).isNull();
    }

    @Test
    void cancellingTheCallStopsTheCallee() {
        var cancelled = new AtomicBoolean();
        completed = Mono.<Completed>never().doOnCancel(() -> cancelled.set(true));

        flow.call(Invocations.atDepth(0), new Call("flow.call", "{\"function\":\"slow\"}", null))
                .subscribe()
                .dispose();

        assertThat(cancelled).isTrue();
    }

    private void completes(Outcome outcome) {
        completed = Mono.just(new Completed("c1", outcome, Duration.ofMillis(1)));
    }

    private Answer call(int depth, String json) {
        return Objects.requireNonNull(
                flow.call(Invocations.atDepth(depth), new Call("flow.call", json, null))
                        .block(Duration.ofSeconds(1)));
    }

    private GuestCallException failure(int depth, String json) {
        return catchThrowableOfType(GuestCallException.class, () -> call(depth, json));
    }
}
