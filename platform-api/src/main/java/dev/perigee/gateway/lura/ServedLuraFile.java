package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.Routes;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Serves a file of Lura's and follows its changes: a version with a mistake is refused whole and
 * the former one serves on. Started before the gateway listens.
 */
final class ServedLuraFile implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ServedLuraFile.class);
    private static final String NAMESPACE = "default";

    private final Path path;
    private final LuraProperties properties;
    private final LuraReader reader;
    private final Routes routes;
    private @Nullable Disposable polling;
    private String served = "";
    private String refused = "";

    ServedLuraFile(Path path, LuraProperties properties, LuraReader reader, Routes routes) {
        this.path = path;
        this.properties = properties;
        this.reader = reader;
        this.routes = routes;
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1_024;
    }

    @Override
    public synchronized void start() {
        serve(LuraFile.read(path));
        polling =
                Flux.interval(properties.poll(), Schedulers.boundedElastic())
                        .onBackpressureDrop()
                        .subscribe(_ -> follow());
    }

    private synchronized void follow() {
        try {
            var file = LuraFile.read(path);
            if (!file.hash().equals(served) && !file.hash().equals(refused)) {
                refused = file.hash();
                serve(file);
                log.info("{} changed and is served", path);
            }
        } catch (LuraFile.UnreadableException e) {
            if (!e.toString().equals(refused)) {
                refused = e.toString();
                log.error("the former configuration serves on: {}", e.getMessage());
            }
        } catch (InvalidConfigurationException | InvalidRouteException e) {
            log.error("{} is refused, the former serves on: {}", path, e.getMessage());
        }
    }

    private void serve(LuraFile file) {
        var service = reader.read(file.document(), NAMESPACE).verified();
        routes.fix(LuraDocuments.routes(service, file.document(), NAMESPACE));
        served = file.hash();
        refused = "";
        if (!service.notices().isEmpty()) {
            log.info(
                    "{}: {}",
                    path,
                    service.notices().stream()
                            .map(Mistake::toString)
                            .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public synchronized void stop() {
        if (polling != null) {
            polling.dispose();
            polling = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return polling != null;
    }
}
