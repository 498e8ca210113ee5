package dev.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PlatformPropertiesTests {

    @Test
    void servesByDefault() {
        var properties = bind(Map.of(), "perigee", PlatformProperties.class);

        assertThat(properties).isEqualTo(new PlatformProperties(Mode.SERVE, Path.of("data")));
        assertThat(properties.development()).isFalse();
    }

    @Test
    void readsEveryKey() {
        var properties =
                bind(
                        Map.of("perigee.mode", "dev", "perigee.data-directory", "/srv/perigee"),
                        "perigee",
                        PlatformProperties.class);

        assertThat(properties).isEqualTo(new PlatformProperties(Mode.DEV, Path.of("/srv/perigee")));
        assertThat(properties.development()).isTrue();
    }

    @Test
    void listensOnTheWellKnownPortByDefault() {
        assertThat(bind(Map.of(), "perigee.management", ListenProperties.class))
                .isEqualTo(new ListenProperties(null, 8080));
        assertThat(
                        bind(
                                Map.of(
                                        "perigee.management.port", "9090",
                                        "perigee.management.address", "::1"),
                                "perigee.management",
                                ListenProperties.class))
                .isEqualTo(new ListenProperties("::1", 9090));
    }

    private static <T> T bind(Map<String, String> values, String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }
}
