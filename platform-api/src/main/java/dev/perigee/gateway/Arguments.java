package dev.perigee.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges path parameters, query and body into the one JSON object that a function gets: path before
 * query before body. The text of a JSON body goes in as it came, once it is known to be sound.
 */
final class Arguments {

    private static final String CLAIM = "JWT.";

    private final Map<String, String> path;
    private final Fields query;

    Arguments(Map<String, String> path, Fields query) {
        this.path = withoutClaims(path);
        this.query = query;
    }

    /** Claims are told apart, in {@code ctx.identity}, where no client can put a word in. */
    private static Map<String, String> withoutClaims(Map<String, String> path) {
        if (path.keySet().stream().noneMatch(name -> name.startsWith(CLAIM))) {
            return path;
        }
        var own = new LinkedHashMap<>(path);
        own.keySet().removeIf(name -> name.startsWith(CLAIM));
        return own;
    }

    /**
     * The object as JSON text.
     *
     * @param contentType the header's value, or null when there was none
     * @throws MalformedRequestException when the body does not keep what its type promises
     */
    String json(@Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return path.isEmpty() && query.isEmpty() ? "{}" : merge("");
        }
        return switch (kind(contentType, body)) {
            case JSON -> withJson(body);
            case FORM -> withForm(body);
            case OTHER -> merge("");
        };
    }

    private enum Kind {
        JSON,
        FORM,
        OTHER
    }

    private static Kind kind(@Nullable String contentType, byte[] body) {
        if (contentType == null) {
            return Kind.JSON;
        }
        var semicolon = contentType.indexOf(';');
        var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        type = type.strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json") || type.equals("text/json")) {
            return Kind.JSON;
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            // No form begins with a raw bracket: this is what curl -d says of JSON.
            return body[0] == '{' || body[0] == '[' ? Kind.JSON : Kind.FORM;
        }
        return Kind.OTHER;
    }

    private String withJson(byte[] body) {
        var overriding = path.isEmpty() && query.isEmpty() ? Set.<String>of() : names();
        var scanned = JsonScanner.scan(body, body.length, overriding);
        if (!scanned.object()) {
            if (overriding.contains("body")) {
                return merge("");
            }
            var text = text(body, scanned.from(), scanned.to(), scanned.ascii());
            return merge("\"body\":" + text);
        }
        if (overriding.isEmpty()) {
            return text(body, scanned.from(), scanned.to(), scanned.ascii());
        }
        var members = new StringBuilder();
        var from = scanned.from() + 1;
        for (var cut : scanned.cuts()) {
            members.append(text(body, from, cut.from(), scanned.ascii()));
            from = cut.to();
        }
        members.append(text(body, from, scanned.to() - 1, scanned.ascii()));
        return merge(withoutLastComma(members.toString().strip()));
    }

    /** Cutting the last member leaves the comma of the one before. */
    private static String withoutLastComma(String members) {
        return members.endsWith(",") ? members.substring(0, members.length() - 1) : members;
    }

    private String withForm(byte[] body) {
        var form = Fields.parse(text(body, 0, body.length, false), "form");
        var taken = names();
        var json = new StringBuilder();
        form.values()
                .forEach(
                        (name, values) -> {
                            if (!taken.contains(name)) {
                                name(json, name);
                                Fields.writeValue(json, values);
                            }
                        });
        return merge(json.toString());
    }

    private Set<String> names() {
        var names = new HashSet<String>(path.keySet());
        names.addAll(query.values().keySet());
        return names;
    }

    private String merge(String members) {
        var json = new StringBuilder(members.length() + 64).append('{').append(members);
        path.forEach(
                (name, value) -> {
                    name(json, name);
                    JsonWriter.string(json, value);
                });
        query.values()
                .forEach(
                        (name, values) -> {
                            if (!path.containsKey(name)) {
                                name(json, name);
                                Fields.writeValue(json, values);
                            }
                        });
        return json.append('}').toString();
    }

    private static void name(StringBuilder json, String name) {
        if (!json.isEmpty() && json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        JsonWriter.string(json, name);
        json.append(':');
    }

    private static String text(byte[] bytes, int from, int to, boolean ascii) {
        if (ascii) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new MalformedRequestException("the body is not valid UTF-8");
        }
    }
}
