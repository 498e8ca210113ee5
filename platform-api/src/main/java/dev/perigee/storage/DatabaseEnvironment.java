package dev.perigee.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
 * Decides on the database before the application context is made: takes the configured URL, or
 * starts the embedded server, and tells the R2DBC pool and Flyway. The embedded server stops after
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
        if (environment.containsProperty("spring.r2dbc.url")) {
            return;
        }
        var url = configuredUrl(environment);
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "perigeeDatabase",
                                settings(url == null ? startEmbedded(environment) : url)));
    }

    private static @Nullable DatabaseUrl configuredUrl(ConfigurableEnvironment environment) {
        var url = environment.getProperty("perigee.database.url");
        return url == null || url.isBlank() ? null : DatabaseUrl.parse(url);
    }

    private DatabaseUrl startEmbedded(ConfigurableEnvironment environment) {
        var binder = Binder.get(environment);
        var data = binder.bind("perigee.data-directory", Path.class).orElse(Path.of("data"));
        var binaries =
                binder.bind("perigee.database.binaries-directory", Path.class)
                        .orElseGet(() -> binaries(environment, data));
        var server = EmbeddedPostgres.start(data, binaries);
        bootstrap.addCloseListener(event -> stopWithContext(event, server));
        return server.url();
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

    private static void stopWithContext(
            BootstrapContextClosedEvent event, EmbeddedPostgres server) {
        var beans = event.getApplicationContext().getBeanFactory();
        beans.registerSingleton("embeddedPostgres", server);
        if (beans instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean("embeddedPostgres", server::close);
        }
    }

    private static Map<String, Object> settings(DatabaseUrl url) {
        var settings = new HashMap<String, Object>();
        settings.put("perigee.database.name", url.toString());
        settings.put("spring.r2dbc.url", url.r2dbc());
        settings.put("spring.flyway.url", url.jdbc());
        if (url.user() != null) {
            settings.put("spring.r2dbc.username", url.user());
            settings.put("spring.flyway.user", url.user());
        }
        if (url.password() != null) {
            settings.put("spring.r2dbc.password", url.password());
            settings.put("spring.flyway.password", url.password());
        }
        return settings;
    }
}
