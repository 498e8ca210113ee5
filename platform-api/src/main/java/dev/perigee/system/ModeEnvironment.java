package dev.perigee.system;

import java.util.HashMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Derives the defaults that depend on the mode, before anything listens: in development both ports
 * are bound to loopback only. What is set by hand wins.
 */
public final class ModeEnvironment implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        var development = "dev".equalsIgnoreCase(environment.getProperty("perigee.mode", "serve"));
        var address = development ? "127.0.0.1" : "0.0.0.0";
        var defaults = new HashMap<String, Object>();
        defaults.put("perigee.management.address", address);
        defaults.put("perigee.gateway.address", address);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("perigeeModeDefaults", defaults));
    }
}
