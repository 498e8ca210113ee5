package dev.perigee.storage;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives every application context of the tests an empty database of the shared server, unless it
 * names a database of its own or sets {@code perigee.test.own-server}.
 */
final class TestDatabaseEnvironment implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 10;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.containsProperty("perigee.database.url")
                || environment.containsProperty("perigee.test.own-server")) {
            return;
        }
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testDatabase",
                                Map.of("perigee.database.url", TestPostgres.newDatabase())));
    }
}
