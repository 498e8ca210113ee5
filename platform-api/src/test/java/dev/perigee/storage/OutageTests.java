package dev.perigee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutageTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(OutageTests.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    @Test
    void tellsOfTheDatabaseInOneLine() {
        var refused = new IOException("Connection refused");

        Outage.warn(
                logger,
                "routes stay",
                new DataAccessResourceFailureException("no connection", refused));

        assertThat(told().getFormattedMessage()).isEqualTo("routes stay (Connection refused)");
        assertThat(told().getThrowableProxy()).isNull();
    }

    @Test
    void knowsTransactionsThatCouldNotBegin() {
        Outage.warn(logger, "functions stay", new CannotCreateTransactionException("none"));

        assertThat(told().getFormattedMessage()).isEqualTo("functions stay (none)");
        assertThat(told().getThrowableProxy()).isNull();
    }

    @Test
    void showsTheTraceOfAnythingElse() {
        Outage.warn(logger, "routes stay", new IllegalStateException("impossible"));

        assertThat(told().getFormattedMessage()).isEqualTo("routes stay");
        assertThat(told().getThrowableProxy().getMessage()).isEqualTo("impossible");
    }

    private ILoggingEvent told() {
        assertThat(appender.list).hasSize(1);
        return appender.list.getFirst();
    }
}
