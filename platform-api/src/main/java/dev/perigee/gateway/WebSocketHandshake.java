package dev.perigee.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whether a client wants to go on as a WebSocket, and whether it asks properly. */
final class WebSocketHandshake {

    private static final String VERSION = "13";

    private WebSocketHandshake() {}

    static boolean isWanted(Exchange exchange) {
        var headers = exchange.headers();
        return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && exchange.method().equals("GET")
                && exchange.request().version().equals(HttpVersion.HTTP_1_1);
    }

    /** What to answer to a handshake that is none; null for a good one. */
    static @Nullable Answer refusal(Exchange exchange) {
        var headers = exchange.headers();
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Answer.error(426, "only version " + VERSION + " of WebSocket is spoken here")
                    .with("Upgrade", "websocket")
                    .with("Sec-WebSocket-Version", VERSION);
        }
        if (!isKey(headers) || exchange.hasBody()) {
            return Answer.error(400, "malformed WebSocket handshake");
        }
        return null;
    }

    private static boolean isKey(HttpHeaders headers) {
        var keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.getFirst()).length == 16;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The protocols that the client offers, in its order. */
    static List<String> protocols(HttpHeaders headers) {
        var protocols = new ArrayList<String>(2);
        for (var line : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (var protocol : line.split(",", -1)) {
                if (!protocol.isBlank()) {
                    protocols.add(protocol.trim());
                }
            }
        }
        return protocols;
    }

    /** Takes away what was agreed on with one end only. */
    static void removeOwn(HttpHeaders headers) {
        headers.remove(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                .remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)
                .remove(HttpHeaderNames.SEC_WEBSOCKET_VERSION)
                .remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
                .remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    }
}
