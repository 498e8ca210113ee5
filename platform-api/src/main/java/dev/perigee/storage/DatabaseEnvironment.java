package dev.perigee.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides on the database before the application context is made, so that an embedded server starts
 * beside it, and gives the context the connections' details. The embedded server stops after
 * everything else of the context.
 */
public final class DatabaseEnvironment implements EnvironmentPostProcessor, Ordered {

    private final ConfigurableBootstrapContext bootstrap;

    public DatabaseEnvironment(ConfigurableBootstrapContext bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        var url = configuredUrl(environment);
        var settings = new HashMap<String, Object>();
        // Flyway runs where this is set; where the database is it asks the Database.
        settings.put("spring.flyway.url", "jdbc:postgresql:");
        if (url != null) {
            settings.put("perigee.database.name", url.toString());
        }
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("perigeeDatabase", settings));
        var database = url == null ? embedded(environment) : Database.at(url);
        bootstrap.addCloseListener(event -> handOver(event, database));
    }

    private static @Nullable DatabaseUrl configuredUrl(ConfigurableEnvironment environment) {
        var url = environment.getProperty("perigee.database.url");
        return url == null || url.isBlank() ? null : DatabaseUrl.parse(url);
    }

    private static Database embedded(ConfigurableEnvironment environment) {
        var binder = Binder.get(environment);
        var data = binder.bind("perigee.data-directory", Path.class).orElse(Path.of("data"));
        var binaries =
                binder.bind("perigee.database.binaries-directory", Path.class)
                        .orElseGet(() -> binaries(environment, data));
        return Database.embedded(data, binaries);
    }

    /** In development each project has its own data, but all share the programs. */
    private static Path binaries(ConfigurableEnvironment environment, Path data) {
        var development = "dev".equalsIgnoreCase(environment.getProperty("perigee.mode"));
        var cache = environment.getProperty("XDG_CACHE_HOME");
        var home = environment.getProperty("user.home", "");
        var shared = cache == null || cache.isBlank() ? Path.of(home, ".cache") : Path.of(cache);
        return development && Files.isWritable(Path.of(home))
                ? shared.resolve("perigee").resolve("postgresql")
                : data.resolve("postgresql");
    }

    private static void handOver(BootstrapContextClosedEvent event, Database database) {
        var beans = event.getApplicationContext().getBeanFactory();
        beans.registerSingleton("database", database);
        if (beans instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean("database", database::close);
        }
    }
}
