package dev.perigee.lowcode;

import dev.perigee.executor.FunctionId;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.BundleRequest;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.functions.FunctionDrafts;
import dev.perigee.functions.FunctionRegistry;
import dev.perigee.system.PlatformProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Source files in {@code functions/} of the data directory, each a function by its file name, with
 * or without the extension. A file is looked at when its function is invoked, and saved as a new
 * version when it differs from the live one.
 */
@Component
final class DroppedFunctions {

    private static final Map<String, String> RUNTIMES = Map.of(".lua", "lua", ".js", "javascript");

    private final Path folder;
    private final FunctionCatalog catalog;
    private final FunctionRegistry registry;
    private final FunctionDrafts drafts;

    DroppedFunctions(
            PlatformProperties platform,
            FunctionCatalog catalog,
            FunctionRegistry registry,
            FunctionDrafts drafts) {
        this.folder = platform.dataDirectory().resolve("functions");
        this.catalog = catalog;
        this.registry = registry;
        this.drafts = drafts;
    }

    private record Dropped(FunctionId id, String runtime, String handler, byte[] source) {}

    /** Answers with the function to invoke, after saving what its file holds if that is new. */
    Mono<FunctionId> settle(FunctionId id) {
        return Mono.fromCallable(() -> read(id))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> found.isPresent() ? save(found.get()) : Mono.just(id));
    }

    private Mono<FunctionId> save(Dropped dropped) {
        var live = catalog.find(dropped.id());
        if (live.map(active -> isSame(active, dropped)).orElse(false)) {
            return Mono.just(dropped.id());
        }
        var bundle =
                new BundleRequest(
                        dropped.runtime(),
                        dropped.handler(),
                        new String(dropped.source(), StandardCharsets.UTF_8),
                        null,
                        null,
                        null,
                        null);
        return registry.save(drafts.draft(dropped.id(), bundle, null), true)
                .thenReturn(dropped.id());
    }

    private static boolean isSame(ActiveFunction active, Dropped dropped) {
        return Arrays.equals(active.code().files().get(active.code().handler()), dropped.source());
    }

    private Optional<Dropped> read(FunctionId id) throws IOException {
        for (var extension : List.of(".lua", ".js")) {
            var name = id.name();
            var plain =
                    name.endsWith(extension)
                            ? name.substring(0, name.length() - extension.length())
                            : name;
            var file = folder.resolve(plain + extension);
            if (!plain.isEmpty() && Files.isRegularFile(file)) {
                var runtime = RUNTIMES.get(extension);
                return Optional.of(
                        new Dropped(
                                new FunctionId(id.namespace(), plain),
                                runtime == null ? "" : runtime,
                                plain + extension,
                                Files.readAllBytes(file)));
            }
        }
        return Optional.empty();
    }
}
