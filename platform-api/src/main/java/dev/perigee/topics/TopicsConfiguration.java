package dev.perigee.topics;

import dev.perigee.events.UnitsOfWork;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.storage.ConnectionPools;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The event log of this process, and units of work on it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventsProperties.class)
class TopicsConfiguration {

    @Bean(destroyMethod = "close")
    EventsConnections eventsConnections(ConnectionPools pools, EventsProperties properties) {
        return new EventsConnections(pools.open("events", properties.connections()));
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    PostgresEventLog eventLog(EventsConnections connections, EventsProperties properties) {
        return new PostgresEventLog(connections.pool(), properties.log());
    }

    @Bean
    UnitsOfWork unitsOfWork(PostgresEventLog log) {
        return log::begin;
    }

    @Bean
    EventLogUpkeep eventLogUpkeep(PostgresEventLog log, EventsProperties properties) {
        return new EventLogUpkeep(log, properties.segments());
    }

    @Bean
    EventLogHealthIndicator eventLogHealthIndicator(EventsConnections connections) {
        return new EventLogHealthIndicator(connections.pool());
    }
}
