package dev.perigee;

import dev.perigee.cli.PerigeeCommandLine;
import dev.perigee.cli.Platform;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.ContextClosedEvent;

/** The one process of the platform: the command line, and the platform when a command needs it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
public class Perigee {

    public static void main(String[] args) {
        System.exit(PerigeeCommandLine.ofProcess(Perigee::start).run(args));
    }

    private static Platform.Running start(Map<String, Object> settings, Map<String, Object> parts) {
        var application = new SpringApplication(Perigee.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(
                context -> parts.forEach(context.getBeanFactory()::registerSingleton));
        // As arguments, because the database is decided on before any initializer runs.
        var arguments =
                settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new);
        try {
            return new Started(application.run(arguments));
        } catch (RuntimeException e) {
            throw new Platform.NotStartedException(e);
        }
    }

    private static final class Started implements Platform.Running {

        private final ApplicationContext context;
        private final CountDownLatch stopped = new CountDownLatch(1);

        Started(ConfigurableApplicationContext context) {
            this.context = context;
            context.addApplicationListener(
                    event -> {
                        if (event instanceof ContextClosedEvent) {
                            stopped.countDown();
                        }
                    });
        }

        @Override
        public String property(String name) {
            return Objects.requireNonNullElse(context.getEnvironment().getProperty(name), "?");
        }

        @Override
        public boolean isStopping() {
            return stopped.getCount() == 0;
        }

        @Override
        public void awaitStop() {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
