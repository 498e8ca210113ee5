package dev.perigee.gateway.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON that is kept as bytes, against the parser that makes objects of all of it. */
class RawJsonPropertyTests {

    @Property(tries = 20_000)
    void acceptsAndMeansWhatTheParserDoes(@ForAll Random random) {
        assertSame(RandomJson.anything(random));
    }

    @Example
    void looksAtMostOfWhatIsValidItself() {
        var random = new Random(7);
        var scanned = 0;
        for (int i = 0; i < 1_000; i++) {
            var json = RandomJson.object(random);
            scanned += JsonScan.of(json, 0, json.length) == null ? 0 : 1;
        }

        assertThat(scanned).isGreaterThan(990);
    }

    @Example
    void agreesAboutUnusualTexts() {
        var deep = List.of(63, 64, 65, 499, 500, 501, 100_000);
        var texts =
                new ArrayList<>(List.of("", " ", "null", "7", "\"x\"", "{}", "[]", " { } ", "[ ]"));
        for (var levels : deep) {
            texts.add("[".repeat(levels) + "]".repeat(levels));
            texts.add("{\"a\":".repeat(levels) + "1" + "}".repeat(levels));
            texts.add("[".repeat(levels));
        }
        texts.addAll(
                List.of(
                        "{\"a\":1,\"a\":2}",
                        "{\"b\":0,\"a\":1,\"b\":{\"c\":1,\"c\":[]}}",
                        "{\"a\":1,\"\\u0061\":2}",
                        "{\"x\":{\"y\":1,\"y\":2}}",
                        "\ufeff{\"a\":1}",
                        "{\"a\":1}\0",
                        "{\"a\":1} x",
                        "{\"a\":1}{}",
                        "{\"a\":1,}",
                        "[1,]",
                        "{'a':1}",
                        "{a:1}",
                        "{\"a\":1 /* no */}",
                        "{\"a\":\"" + "x".repeat(100_000) + "\"}",
                        "{\"" + "n".repeat(60_000) + "\":1}",
                        "{\"a\":" + "9".repeat(5_000) + "}"));
        var members = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            members.append("\"m").append(i).append("\":").append(i).append(',');
        }
        texts.add(members + "\"last\":0}");
        texts.add(members + "\"m17\":0}");

        for (var text : texts) {
            assertSame(text.getBytes(StandardCharsets.UTF_8));
            assertSame(text.getBytes(StandardCharsets.UTF_16BE));
            assertSame(text.getBytes(StandardCharsets.UTF_16LE));
        }
    }

    @Example
    void agreesAboutFloatsThatAreWrittenAsIntegers() {
        for (var text : List.of("[1e0]", "{\"a\":1e0}")) {
            assertSame(text.getBytes(StandardCharsets.UTF_8));
            assertSame(text.getBytes(StandardCharsets.UTF_16BE));
        }
    }

    @Example
    void copiesWhatNobodyLooksAt() {
        var json = "{\"n\":1E5,\"deep\":{\"t\":\"\\u00e9\",\"f\":1.50},\"gone\":1}";
        var object = (ObjectNode) Json.take(json.getBytes(StandardCharsets.UTF_8));

        object.remove("gone");

        assertThat(new String(Json.write(object), StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":1E5,\"deep\":{\"t\":\"\\u00e9\",\"f\":1.50}}");
    }

    @Property(tries = 5_000)
    void mergesLikeAnyOtherObject(@ForAll Random random) {
        var first = RandomJson.object(random);
        var second = RandomJson.object(random);
        var seed = random.nextLong();
        var raw = merged(Json::take, first, second, seed);
        var model = merged(Json::read, first, second, seed);

        assertThat(Json.text(Json.read(Json.write(raw.deepCopy())))).isEqualTo(Json.text(model));
        new Changes(new Random(seed)).apply(raw);
        new Changes(new Random(seed)).apply(model);
        assertThat(Json.text(Json.read(Json.write(raw)))).isEqualTo(Json.text(model));
        assertThat(raw).isEqualTo(model);
    }

    private static ObjectNode merged(
            Function<byte[], JsonNode> reading, byte[] first, byte[] second, long seed) {
        var into = (ObjectNode) reading.apply(first);
        var part = (ObjectNode) reading.apply(second);
        var random = new Random(seed);
        if (random.nextBoolean()) {
            new Changes(random).apply(part);
        }
        return into.setAll(part);
    }

    @Property(tries = 10_000)
    void changesLikeAnyOtherObject(@ForAll Random random) {
        var json = RandomJson.object(random);
        var raw = (ObjectNode) Json.take(json);
        var model = (ObjectNode) Json.read(json);
        var seed = random.nextLong();

        new Changes(new Random(seed)).apply(raw);
        new Changes(new Random(seed)).apply(model);

        assertThat(Json.text(Json.read(Json.write(raw)))).isEqualTo(Json.text(model));
        assertThat(raw).isEqualTo(model).hasSameHashCodeAs(model);
        assertThat(Json.text(raw)).isEqualTo(Json.text(model));
    }

    private static void assertSame(byte[] json) {
        var expected = result(() -> Json.read(json));
        var taken = result(() -> Json.take(json));

        assertThat(taken).as(() -> shown(json)).isEqualTo(expected);
        if (taken instanceof JsonNode value
                && expected instanceof JsonNode model
                && isText(value.toString())) {
            var untouched = Json.take(json);
            assertThat(untouched.isEmpty()).isEqualTo(value.isEmpty());
            // Of a tree, which all other encodings become, 1e0 is written as the integer 1.
            assertThat(written(untouched)).as(() -> shown(json)).isIn(expected, written(model));
            assertThat(written(value)).as(() -> shown(json)).isEqualTo(written(model));
        }
    }

    /** Half a surrogate pair cannot be written as UTF-8, and not every parser reads its escape. */
    private static boolean isText(String json) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(json);
    }

    private static Object written(JsonNode value) {
        if (value.isMissingNode()) {
            return value;
        }
        var bytes = Json.write(value);
        return result(() -> Json.read(bytes));
    }

    private static Object result(java.util.function.Supplier<JsonNode> reading) {
        try {
            return reading.get();
        } catch (DecodingException refused) {
            return "refused: " + refused.getMessage();
        }
    }

    private static String shown(byte[] json) {
        var text = new String(json, StandardCharsets.ISO_8859_1);
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    /** The same changes for the same seed, by everything that shaping and merging use. */
    private record Changes(Random random) {

        void apply(ObjectNode object) {
            for (int i = random.nextInt(12); i > 0; i--) {
                var names = List.copyOf(object.propertyNames());
                var name = names.isEmpty() || random.nextInt(5) == 0 ? "x" : pick(names);
                switch (random.nextInt(10)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.put("new" + random.nextInt(3), i);
                    case 2 -> object.put(name, "é\"\\\n\u0001");
                    case 3 -> {
                        var moved = object.remove(name);
                        object.set("moved", moved == null ? Json.object() : moved);
                    }
                    case 4 -> object.properties().removeIf(each -> each.getKey().length() == 2);
                    case 5 -> object.properties().forEach(each -> lookAt(each.getValue()));
                    case 6 -> object.set("copy", object.deepCopy());
                    case 7 ->
                            object.setAll(
                                    (ObjectNode)
                                            Json.take(
                                                    "{\"a0\":{},\"b1\":[1]}"
                                                            .getBytes(StandardCharsets.UTF_8)));
                    case 8 -> {
                        if (object.size() > 70) {
                            object.removeAll();
                        }
                    }
                    default -> within(object.get(name));
                }
            }
        }

        private void within(JsonNode value) {
            if (value instanceof ObjectNode inner) {
                apply(inner);
            } else if (value instanceof ArrayNode elements && !elements.isEmpty()) {
                var at = random.nextInt(elements.size());
                switch (random.nextInt(4)) {
                    case 0 -> elements.remove(at);
                    case 1 -> elements.add(elements.get(at).deepCopy());
                    case 2 -> elements.addAll(elements.deepCopy());
                    default -> within(elements.get(at));
                }
            }
        }

        private void lookAt(JsonNode value) {
            if (random.nextBoolean()) {
                assertThat(value.size()).isNotNegative();
            }
        }

        private String pick(List<String> names) {
            return names.get(random.nextInt(names.size()));
        }
    }
}
