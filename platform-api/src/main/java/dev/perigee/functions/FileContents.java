package dev.perigee.functions;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The file contents that versions in memory share, so that a library of many functions is held
 * once. It keeps nothing alive by itself.
 */
final class FileContents {

    private final Map<String, WeakReference<byte[]>> held = new ConcurrentHashMap<>();

    Mono<Map<String, byte[]>> of(List<CatalogReader.File> files, CatalogReader reader) {
        held.values().removeIf(reference -> reference.get() == null);
        var found = new HashMap<String, byte[]>();
        var missing = new HashSet<String>();
        for (var file : files) {
            var reference = held.get(file.contentHash());
            var content = reference == null ? null : reference.get();
            if (content == null) {
                missing.add(file.contentHash());
            } else {
                found.put(file.contentHash(), content);
            }
        }
        if (missing.isEmpty()) {
            return Mono.just(found);
        }
        return reader.contents(missing)
                .map(
                        read -> {
                            read.forEach(
                                    (hash, content) ->
                                            held.put(hash, new WeakReference<>(content)));
                            found.putAll(read);
                            return found;
                        });
    }
}
