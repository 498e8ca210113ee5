package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/** Header fields on their way through the gateway. */
public final class Headers {

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private Headers() {}

    /** No fields, yet; values are checked when they are added. */
    public static HttpHeaders create() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders();
    }

    /** Whether the field concerns one connection only, whatever the message says. */
    public static boolean isHopByHop(String name) {
        return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the field concerns one connection only and must not be passed on. */
    public static boolean isHopByHop(String name, HttpHeaders all) {
        return isHopByHop(name) || all.containsValue("connection", name, true);
    }

    /** Copies the fields that may pass a gateway. */
    public static void copyEndToEnd(HttpHeaders from, HttpHeaders to) {
        var entries = from.iteratorAsString();
        while (entries.hasNext()) {
            var entry = entries.next();
            if (!isHopByHop(entry.getKey(), from)) {
                to.add(entry.getKey(), entry.getValue());
            }
        }
    }
}
