package dev.perigee.system;

import dev.perigee.executor.Executor;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/system")
class SystemController {

    private final PlatformProperties platform;
    private final Executor executor;
    private final ObjectProvider<BuildProperties> build;
    private final Environment environment;

    SystemController(
            PlatformProperties platform,
            Executor executor,
            ObjectProvider<BuildProperties> build,
            Environment environment) {
        this.platform = platform;
        this.executor = executor;
        this.build = build;
        this.environment = environment;
    }

    @GetMapping
    SystemResponse get() {
        var properties = build.getIfAvailable();
        var version = properties == null ? null : properties.getVersion();
        var polyglot = executor instanceof PolyglotExecutor found ? found : null;
        var startedAt = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return new SystemResponse(
                version == null ? "development" : version,
                platform.mode().name().toLowerCase(Locale.ROOT),
                !platform.development(),
                executor.runtimes().stream().sorted().toList(),
                polyglot == null ? null : polyglot.engineName(),
                polyglot != null && polyglot.isOptimized(),
                Runtime.version().toString(),
                startedAt,
                Duration.between(startedAt, Instant.now()).toSeconds(),
                environment.getProperty("perigee.gateway.port", Integer.class, 3000));
    }
}
