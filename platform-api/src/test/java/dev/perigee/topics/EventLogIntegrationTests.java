package dev.perigee.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.events.EventLog;
import dev.perigee.events.NewEvent;
import dev.perigee.events.Replays;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.Triggers;
import dev.perigee.events.UnitsOfWork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

/** The event log as the application makes it. */
@PlatformTest
class EventLogIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final StateSpace SPACE = StateSpace.live("default");

    @Autowired private EventLog log;
    @Autowired private StateStore state;
    @Autowired private Triggers triggers;
    @Autowired private Replays replays;
    @Autowired private UnitsOfWork units;
    @Autowired private EventLogUpkeep upkeep;
    @Autowired private WebTestClient client;

    @Test
    void commitsEventsAndStateTogether() {
        var topic = new TopicName("default", "composed");
        StepVerifier.create(log.define(TopicSettings.of(topic)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        var unit = units.begin(SPACE);
        unit.put("composed", "1", null);

        StepVerifier.create(unit.append(topic, List.of(NewEvent.of("k", "{}"))).then(unit.commit()))
                .assertNext(
                        committed -> {
                            assertThat(committed.appended()).hasSize(1);
                            assertThat(committed.versions()).containsKey("composed");
                        })
                .expectComplete()
                .verify(SOON);

        StepVerifier.create(state.get(SPACE, "composed"))
                .assertNext(entry -> assertThat(entry.value()).isEqualTo("1"))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(triggers.triggers("nobody")).expectComplete().verify(SOON);
        assertThat(replays).isNotNull();
    }

    @Test
    void looksAfterItselfAndIsHealthy() {
        StepVerifier.create(upkeep.round()).expectComplete().verify(SOON);

        assertThat(upkeep.isRunning()).isTrue();
        client.get().uri("/health").exchange().expectStatus().isOk();
    }
}
