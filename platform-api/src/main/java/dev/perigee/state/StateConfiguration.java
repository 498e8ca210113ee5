package dev.perigee.state;

import dev.perigee.events.StateStore;
import dev.perigee.events.postgres.PostgresEventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The state that commits with the event log. */
@Configuration(proxyBeanMethods = false)
class StateConfiguration {

    @Bean
    StateStore stateStore(PostgresEventLog log) {
        return log.state();
    }
}
