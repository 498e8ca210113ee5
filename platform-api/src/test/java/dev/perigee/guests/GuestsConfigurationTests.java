package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.channels.Channels;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.events.memory.InMemoryStateStore;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class GuestsConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(Guests.class)
                    .withBean(Channels.class, () -> _ -> Mono.empty())
                    .withBean(InMemoryEventLog.class, Clock.systemUTC())
                    .withBean(InMemoryStateStore.class, Clock.systemUTC());
    private DisposableServer server;

    @Configuration
    @ComponentScan("dev.perigee.guests")
    static class Guests {}

    @BeforeEach
    void start() {
        server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle((_, response) -> response.sendString(Mono.just("inside")))
                        .bindNow();
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void keepsFunctionsFromThisMachine(String host) {
        runner.run(
                context -> {
                    var services = context.getBean(GuestServices.class);

                    assertThatThrownBy(() -> get(services, host))
                            .hasFieldOrPropertyWithValue("code", "address_refused");
                });
    }

    @Test
    void letsThemReachItsNetworksWhenToldTo() {
        runner.withPropertyValues("perigee.http.allowed-networks=127.0.0.0/8")
                .run(
                        context -> {
                            var services = context.getBean(GuestServices.class);

                            assertThat(get(services, "localhost").json())
                                    .contains("\"text\":\"inside\"");
                        });
    }

    @Test
    void saysWhatIsWrongWithANetwork() {
        runner.withPropertyValues("perigee.http.allowed-networks=inside")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("\"inside\" is not a network"));
    }

    private Answer get(GuestServices services, String host) {
        var url = "http://" + host + ":" + server.port() + "/";
        var call = new Call("http.request", "{\"url\":\"" + url + "\",\"text\":true}", null);
        return Objects.requireNonNull(
                services.call(Invocations.atDepth(0), call).block(Duration.ofSeconds(5)));
    }
}
