package dev.perigee.gateway.encoding;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The encodings that pipelines know by name. What a plug-in brings wins over what is built in.
 * {@link #NO_OP} is no encoding: the body passes through unread.
 */
public final class Encodings {

    public static final String NO_OP = "no-op";
    public static final String NEGOTIATE = "negotiate";

    private final Map<String, Decoder> decoders = new HashMap<>();
    private final Map<String, Renderer> renderers = new HashMap<>();

    public Encodings(Collection<Decoder> moreDecoders, Collection<Renderer> moreRenderers) {
        List.of(
                        new JsonEncodings.StrictJson(),
                        new JsonEncodings.SafeJson(),
                        new JsonEncodings.Text(),
                        new XmlDecoder(),
                        new RssDecoder())
                .forEach(decoder -> decoders.put(decoder.name(), decoder));
        List.of(
                        new JsonEncodings.JsonOutput(),
                        new JsonEncodings.CollectionOutput(),
                        new JsonEncodings.Text(),
                        new XmlRenderer(),
                        new YamlRenderer())
                .forEach(renderer -> renderers.put(renderer.name(), renderer));
        moreDecoders.forEach(decoder -> decoders.put(decoder.name(), decoder));
        moreRenderers.forEach(renderer -> renderers.put(renderer.name(), renderer));
        renderers.putIfAbsent(
                NEGOTIATE, new Negotiated(renderer("json"), renderer("xml"), renderer("yaml")));
    }

    /** Only what is built in. */
    public static Encodings builtIn() {
        return new Encodings(List.of(), List.of());
    }

    /** The decoder of that name; JSON's when there is none. */
    public Decoder decoder(String name) {
        var decoder = decoders.get(name.toLowerCase(Locale.ROOT));
        return decoder != null ? decoder : get(decoders, "json");
    }

    /** The renderer of that name; JSON's when there is none. */
    public Renderer renderer(String name) {
        var renderer = renderers.get(name);
        return renderer != null ? renderer : get(renderers, "json");
    }

    public boolean decodes(String name) {
        return name.equals(NO_OP) || decoders.containsKey(name.toLowerCase(Locale.ROOT));
    }

    public boolean renders(String name) {
        return name.equals(NO_OP) || renderers.containsKey(name);
    }

    /** What configurations may name for a backend. */
    public Set<String> decoderNames() {
        return withNoOp(decoders.keySet());
    }

    /** What configurations may name for an answer. */
    public Set<String> rendererNames() {
        return withNoOp(renderers.keySet());
    }

    private static Set<String> withNoOp(Set<String> names) {
        var all = new TreeSet<>(names);
        all.add(NO_OP);
        return all;
    }

    private static <T> T get(Map<String, T> all, String name) {
        return java.util.Objects.requireNonNull(all.get(name));
    }

    /** Lets the client's {@code Accept} header choose. */
    private record Negotiated(Renderer json, Renderer xml, Renderer yaml) implements Renderer {

        @Override
        public String name() {
            return NEGOTIATE;
        }

        @Override
        public String contentType() {
            return json.contentType();
        }

        @Override
        public byte[] render(tools.jackson.databind.node.ObjectNode data) {
            return json.render(data);
        }

        @Override
        public Renderer accepting(@Nullable String accept) {
            if (accept == null) {
                return json;
            }
            for (var range : accept.split(",", 32)) {
                var semicolon = range.indexOf(';');
                var type = semicolon < 0 ? range : range.substring(0, semicolon);
                switch (type.strip().toLowerCase(Locale.ROOT)) {
                    case "application/json", "*/*", "application/*" -> {
                        return json;
                    }
                    case "application/xml", "text/xml" -> {
                        return xml;
                    }
                    case "text/plain", "application/x-yaml", "application/yaml", "text/yaml" -> {
                        return yaml;
                    }
                    default -> {}
                }
            }
            return json;
        }
    }
}
