package dev.perigee.gateway.pipeline;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which headers or query fields pass. */
public sealed interface Selection {

    /** All of them. */
    enum All implements Selection {
        ALL
    }

    /** These. */
    record Some(List<String> names) implements Selection {

        public Some {
            names = List.copyOf(names);
        }
    }

    static Selection of(String... names) {
        return of(Arrays.asList(names));
    }

    /** These names; all when one of them is a star. */
    static Selection of(List<String> names) {
        return names.contains("*") ? All.ALL : new Some(names);
    }

    /** The headers that pass. */
    default HttpHeaders headers(HttpHeaders all) {
        return switch (this) {
            case All _ -> all;
            case Some(var names) -> {
                var some = dev.perigee.gateway.upstream.Headers.create();
                for (var name : names) {
                    if (!name.isEmpty() && all.contains(name)) {
                        some.add(name, all.getAll(name));
                    }
                }
                yield some;
            }
        };
    }

    /** The query fields that pass. */
    default Map<String, List<String>> query(Map<String, List<String>> all) {
        return switch (this) {
            case All _ -> all;
            case Some(var names) -> {
                if (names.isEmpty() || all.isEmpty()) {
                    yield Map.of();
                }
                var some = new LinkedHashMap<String, List<String>>();
                for (var name : names) {
                    var values = all.get(name);
                    if (values != null) {
                        some.put(name, values);
                    }
                }
                yield some;
            }
        };
    }
}
