package dev.perigee.executor;

import java.util.List;
import java.util.Map;

/** What a handler returned. */
public sealed interface Result {

    /** Nothing: nil, undefined or no return at all. */
    record Nothing() implements Result {}

    /** A value, as JSON text. */
    record Value(String json) implements Result {}

    /**
     * A whole HTTP answer, made with {@code http.response}.
     *
     * @param headers in the guest's order, repeated names kept
     * @param body bytes as they go out; a table or object was already encoded as JSON
     */
    record Response(int status, List<Map.Entry<String, String>> headers, byte[] body)
            implements Result {}
}
