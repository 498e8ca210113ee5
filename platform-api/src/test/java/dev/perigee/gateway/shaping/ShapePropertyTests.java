package dev.perigee.gateway.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.encoding.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shapes against a slow model: data as a list of paths to its leaves. */
class ShapePropertyTests {

    private static final List<String> NAMES = List.of("a", "b", "c");

    @Property(tries = 2_000)
    void allowKeepsExactlyTheLeavesBelowAllowedPaths(
            @ForAll("objects") ObjectNode data, @ForAll("paths") List<String> allow) {
        var kept = new LinkedHashMap<String, JsonNode>();
        leaves(data, "")
                .forEach(
                        (path, value) -> {
                            if (allow.stream().anyMatch(each -> isWithin(path, each))) {
                                kept.put(path, value);
                            }
                        });

        // A later path that begins like an earlier one replaces it, which the model leaves out.
        if (isFreeOfPrefixes(allow)) {
            var shaped = shaped(new Shape("", allow, List.of(), Map.of(), List.of(), ""), data);

            assertThat(withoutEmpty(leaves(shaped, ""))).isEqualTo(withoutEmpty(kept));
        }
    }

    @Property(tries = 2_000)
    void denyDropsExactlyTheLeavesBelowDeniedPaths(
            @ForAll("objects") ObjectNode data, @ForAll("paths") List<String> deny) {
        var kept = new LinkedHashMap<String, JsonNode>();
        leaves(data, "")
                .forEach(
                        (path, value) -> {
                            if (deny.stream().noneMatch(each -> isWithin(path, each))) {
                                kept.put(path, value);
                            }
                        });

        var shaped = shaped(new Shape("", List.of(), deny, Map.of(), List.of(), ""), data);

        assertThat(withoutEmpty(leaves(shaped, ""))).isEqualTo(withoutEmpty(kept));
    }

    @Property(tries = 1_000)
    void targetFollowsThePathAndGroupWrapsWhatIsThere(
            @ForAll("objects") ObjectNode data, @ForAll("path") String target) {
        JsonNode expected = data;
        for (var name : target.split("\\.")) {
            expected = expected instanceof ObjectNode object ? object.get(name) : null;
        }

        var shaped =
                shaped(new Shape(target, List.of(), List.of(), Map.of(), List.of(), "g"), data);

        assertThat(shaped.get("g"))
                .isEqualTo(expected instanceof ObjectNode object ? object : Json.object());
        assertThat(shaped.size()).isOne();
    }

    @Property(tries = 1_000)
    void deletingLeavesEverythingElse(
            @ForAll("objects") ObjectNode data, @ForAll("path") String path) {
        var operation = new FlatOperation.Delete(List.of(FlatOperation.path(path)));
        var shape = new Shape("", List.of(), List.of(), Map.of(), List.of(operation), "");
        var kept = new LinkedHashMap<>(leaves(data, ""));
        kept.keySet().removeIf(each -> isWithin(each, path));

        var left = withoutEmpty(leaves(shaped(shape, data), ""));
        left.values().removeIf(JsonNode::isNull);

        assertThat(left).isEqualTo(withoutEmpty(kept));
    }

    /** Data that is kept as bytes, and such that is not, get the same shape. */
    private static ObjectNode shaped(Shape shape, ObjectNode data) {
        var made = shape.compile().apply(data.deepCopy());
        var kept = shape.compile().apply((ObjectNode) Json.take(Json.write(data)));
        assertThat(new String(Json.write(kept), StandardCharsets.UTF_8)).isEqualTo(Json.text(made));
        return kept;
    }

    private static boolean isWithin(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + ".");
    }

    private static boolean isFreeOfPrefixes(List<String> paths) {
        return paths.stream()
                .noneMatch(
                        one ->
                                paths.stream()
                                        .anyMatch(
                                                other ->
                                                        !one.equals(other)
                                                                && isWithin(one, other)));
    }

    private static Map<String, JsonNode> withoutEmpty(Map<String, JsonNode> leaves) {
        var kept = new LinkedHashMap<>(leaves);
        kept.values().removeIf(value -> value.isObject() && value.isEmpty());
        return kept;
    }

    private static Map<String, JsonNode> leaves(JsonNode value, String path) {
        var leaves = new LinkedHashMap<String, JsonNode>();
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            for (var member : object.properties()) {
                var below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                leaves.putAll(leaves(member.getValue(), below));
            }
        } else {
            leaves.put(path, value);
        }
        return leaves;
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return objects(3);
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        Arbitrary<JsonNode> scalars =
                Arbitraries.integers()
                        .between(0, 9)
                        .map(number -> JsonNodeFactory.instance.numberNode(number));
        Arbitrary<JsonNode> values =
                depth == 0
                        ? scalars
                        : Arbitraries.oneOf(scalars, objects(depth - 1).map(JsonNode.class::cast));
        return Arbitraries.maps(Arbitraries.of(NAMES), values)
                .ofMaxSize(3)
                .map(
                        members -> {
                            var object = Json.object();
                            members.forEach(object::set);
                            return object;
                        });
    }

    @Provide
    Arbitrary<String> path() {
        return Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(n -> String.join(".", n));
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return path().list().ofMinSize(1).ofMaxSize(4).map(ArrayList::new);
    }
}
