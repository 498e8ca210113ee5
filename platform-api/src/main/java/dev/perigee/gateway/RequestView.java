package dev.perigee.gateway;

import dev.perigee.gateway.encoding.Json;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code ctx.request} tells of a request, made only when a function asks: method, path,
 * headers by lower-case name, query, and the body as text, or in base64 when it is no text.
 */
record RequestView(
        String method, String path, Fields query, HttpHeaders headers, byte[] body, Caller caller)
        implements Supplier<String> {

    /** Who sent it: the socket's other end, and what a token proved. */
    record Caller(String address, @Nullable ObjectNode claims) {}

    static RequestView of(Exchange exchange, Fields query, byte[] body) {
        var remote = exchange.remote();
        return new RequestView(
                exchange.method(),
                exchange.path(),
                query,
                exchange.headers(),
                body,
                new Caller(
                        remote == null ? "" : remote.getAddress().getHostAddress(),
                        exchange.claims()));
    }

    @Override
    public String get() {
        var json = new StringBuilder(256).append('{');
        if (caller.claims() != null) {
            json.append("\"identity\":{\"claims\":").append(Json.text(caller.claims()));
            json.append("},");
        }
        json.append("\"request\":{\"method\":");
        JsonWriter.string(json, method);
        json.append(",\"path\":");
        JsonWriter.string(json, path);
        json.append(",\"remote_address\":");
        JsonWriter.string(json, caller.address());
        json.append(",\"headers\":");
        writeHeaders(json);
        json.append(",\"query\":");
        writeQuery(json);
        writeBody(json);
        return json.append("}}").toString();
    }

    private void writeHeaders(StringBuilder json) {
        var byName = new LinkedHashMap<String, List<String>>();
        headers.iteratorAsString()
                .forEachRemaining(
                        header ->
                                byName.computeIfAbsent(
                                                header.getKey().toLowerCase(Locale.ROOT),
                                                _ -> new ArrayList<>(1))
                                        .add(header.getValue()));
        writeObject(json, new Fields(byName));
    }

    private void writeQuery(StringBuilder json) {
        writeObject(json, query);
    }

    private static void writeObject(StringBuilder json, Fields fields) {
        json.append('{');
        var first = true;
        for (var field : fields.values().entrySet()) {
            if (!first) {
                json.append(',');
            }
            first = false;
            JsonWriter.string(json, field.getKey());
            json.append(':');
            Fields.writeValue(json, field.getValue());
        }
        json.append('}');
    }

    private void writeBody(StringBuilder json) {
        if (body.length == 0) {
            return;
        }
        var text = text();
        if (text == null) {
            json.append(",\"body_base64\":\"")
                    .append(Base64.getEncoder().encodeToString(body))
                    .append('"');
        } else {
            json.append(",\"body\":");
            JsonWriter.string(json, text);
        }
    }

    private @Nullable String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
