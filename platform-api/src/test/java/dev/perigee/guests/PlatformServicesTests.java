package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class PlatformServicesTests {

    private final PlatformServices services = new PlatformServices(List.of(new Echo()));

    @Test
    void handsACallToTheServiceItNames() {
        var answer = services.call(Invocations.atDepth(0), new Call("echo.back", "[1]", null));

        assertThat(Objects.requireNonNull(answer.block(Duration.ofSeconds(1))).json())
                .isEqualTo("echo.back [1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics.append", "state.get", "channels.publish", "echo", ""})
    void saysThatAnOperationIsNotAvailable(String operation) {
        var call = services.call(Invocations.atDepth(0), new Call(operation, "{}", null));

        assertThatThrownBy(() -> call.block(Duration.ofSeconds(1)))
                .hasMessage(operation + " is not available on this server")
                .hasFieldOrPropertyWithValue("code", "not_available");
    }

    private static final class Echo implements GuestService {

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Mono<Answer> call(Invocation invocation, Call call) {
            return Mono.just(Answer.of(call.operation() + " " + call.json()));
        }
    }
}
