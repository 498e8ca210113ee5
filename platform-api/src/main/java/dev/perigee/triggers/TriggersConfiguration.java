package dev.perigee.triggers;

import dev.perigee.events.Replays;
import dev.perigee.events.Triggers;
import dev.perigee.events.postgres.PostgresEventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The triggers on the event log's topics, and their replays. */
@Configuration(proxyBeanMethods = false)
class TriggersConfiguration {

    @Bean
    Triggers triggers(PostgresEventLog log) {
        return log.triggers();
    }

    @Bean
    Replays replays(PostgresEventLog log) {
        return log.replays();
    }
}
