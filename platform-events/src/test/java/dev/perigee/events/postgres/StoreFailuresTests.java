package dev.perigee.events.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StoreFailuresTests {

    private static final Claim CLAIM =
            new Claim(
                    new Trigger(
                            1,
                            TriggerSettings.of(
                                    new TriggerName("shop", "ship"),
                                    new TopicName("shop", "orders"),
                                    "f"),
                            false,
                            Trigger.Shadow.NONE,
                            0,
                            Instant.EPOCH),
                    3,
                    1);
    private final AtomicLong nanos = new AtomicLong();
    private final StoreFailures failures = new StoreFailures(nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(StoreFailures.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void tellsOfTheFirstFailureWithItsReasonAndWhatToDo() {
        failures.interrupted(CLAIM, away());

        assertThat(told()).hasSize(1);
        assertThat(told().getFirst())
                .contains(
                        "\"ship\" of shop in partition 3",
                        "Connection refused",
                        "room on its disk");
        assertThat(appender.list.getFirst().getLevel()).isEqualTo(Level.WARN);
        assertThat(appender.list.getFirst().getThrowableProxy()).isNull();
    }

    @Test
    void tellsOfTheFollowingTogetherOnceAnInterval() {
        for (var n = 0; n < 100; n++) {
            failures.interrupted(CLAIM, away());
        }
        nanos.addAndGet(StoreFailures.INTERVAL.toNanos());
        failures.surveyFailed(away());
        failures.surveyFailed(away());

        assertThat(told()).hasSize(2);
        assertThat(told().getLast()).contains("as 99 times before");
        assertThat(failures.total()).isEqualTo(102);
    }

    @Test
    void tellsWhenTheDatabaseIsBackHoweverOftenItFlickers() {
        for (var n = 0; n < 10; n++) {
            failures.surveyed();
            failures.surveyFailed(away());
        }
        failures.surveyed();

        assertThat(told()).hasSize(2);
        assertThat(told().getLast()).contains("answers again");
    }

    @Test
    void showsWhereThisProgramIsWrong() {
        failures.interrupted(CLAIM, new IllegalStateException("impossible"));

        assertThat(appender.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
        assertThat(appender.list.getFirst().getThrowableProxy().getMessage())
                .isEqualTo("impossible");
    }

    private static Throwable away() {
        return new LogUnavailableException("the commit", new IOException("Connection refused"));
    }

    private List<String> told() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
