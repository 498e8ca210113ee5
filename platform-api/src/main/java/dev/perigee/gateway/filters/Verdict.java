package dev.perigee.gateway.filters;

import java.util.Map;

/** What a filter thinks of a request. */
public sealed interface Verdict {

    /** The request goes on. */
    enum Pass implements Verdict {
        PASS
    }

    /** The request is answered here. */
    record Refuse(int status, String message, Map<String, String> headers) implements Verdict {

        public Refuse {
            headers = Map.copyOf(headers);
        }
    }

    static Verdict refuse(int status, String message) {
        return new Refuse(status, message, Map.of());
    }
}
