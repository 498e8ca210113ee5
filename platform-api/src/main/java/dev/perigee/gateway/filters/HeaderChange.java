package dev.perigee.gateway.filters;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** Removes headers, then sets others. */
record HeaderChange(List<String> removed, Map<String, String> set) {

    HeaderChange {
        removed = List.copyOf(removed);
        set = Map.copyOf(set);
    }

    void apply(HttpHeaders headers) {
        removed.forEach(headers::remove);
        set.forEach(headers::set);
    }

    boolean isEmpty() {
        return removed.isEmpty() && set.isEmpty();
    }
}
