package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Data as YAML. */
record YamlRenderer() implements Renderer {

    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public String contentType() {
        return "application/x-yaml; charset=utf-8";
    }

    @Override
    public byte[] render(ObjectNode data) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(plain(data)).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object plain(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (var member : object.properties()) {
                    map.put(member.getKey(), plain(member.getValue()));
                }
                yield map;
            }
            case ArrayNode array -> {
                var list = new ArrayList<@Nullable Object>(array.size());
                for (var each : array) {
                    list.add(plain(each));
                }
                yield list;
            }
            default -> scalar(value);
        };
    }

    private static @Nullable Object scalar(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? value.numberValue() : value.asString();
    }
}
