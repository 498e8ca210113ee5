package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonScannerTests {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** Whatever the pieces make, the scanner and a full parser agree on whether it is JSON. */
    @Property(tries = 20_000)
    void acceptsWhatAFullParserAccepts(@ForAll("texts") String text) {
        assertThat(accepts(text)).as(text).isEqualTo(isJson(text));
    }

    @Property(tries = 3_000)
    void cutsExactlyTheUnwantedMembers(
            @ForAll("objects") String object, @ForAll("names") Set<String> path) {
        var parameters = new TreeMap<String, String>();
        path.forEach(name -> parameters.put(name, "from the path"));

        var merged =
                new Arguments(parameters, Fields.NONE)
                        .json("application/json", object.getBytes(StandardCharsets.UTF_8));

        var expected = (ObjectNode) JSON.readTree(object);
        parameters.forEach(expected::put);
        assertThat(JSON.readTree(merged)).isEqualTo(expected);
        for (var name : path) {
            assertThat(merged.split("from the path", -1)).hasSize(path.size() + 1);
            assertThat(merged).contains(name);
        }
    }

    @Test
    void findsTheFirstMistake() {
        var body = "{\"a\": [1, 2,, 3]}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonScanner.scan(body, body.length, Set.of()))
                .hasMessage("malformed JSON at byte 12: a value is expected");
    }

    @Test
    void skipsAByteOrderMark() {
        var body = "\ufeff {\"a\":1} ".getBytes(StandardCharsets.UTF_8);

        assertThat(new Arguments(Map.of(), Fields.NONE).json(null, body)).isEqualTo("{\"a\":1}");
    }

    @Provide
    Arbitrary<String> texts() {
        var pieces =
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"a\"",
                        "\"\\n\"",
                        "\"\\u00e9\"",
                        "\"\u20ac\"",
                        "0",
                        "-1",
                        "12.5",
                        "1e9",
                        "-0.1E-2",
                        "01",
                        "1.",
                        "true",
                        "false",
                        "null",
                        " ",
                        "\n",
                        "tru",
                        "\"",
                        "{\"a\":1}",
                        "[]",
                        "{}",
                        "[1,2]");
        return pieces.list().ofMinSize(1).ofMaxSize(7).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.of("a", "b", "c", "\u00e9").set().ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> objects() {
        var name =
                Arbitraries.of("\"a\"", "\"b\"", "\"c\"", "\"\\u0061\"", "\"\\u00e9\"", "\"x,}\"");
        var value =
                Arbitraries.of(
                        "1", "\"a\"", "[1,{\"a\":2}]", "{\"a\":{\"b\":3}}", "null", "\"},\"");
        var space = Arbitraries.of("", " ", "\n");
        return Combinators.combine(name, value, space)
                .as((n, v, s) -> s + n + s + ":" + v + s)
                .list()
                .ofMaxSize(4)
                .map(JsonScannerTests::distinct)
                .map(members -> "{" + String.join(",", members) + "}");
    }

    /** A full parser may refuse or merge repeated names, so there are none here. */
    private static List<String> distinct(List<String> members) {
        var byName = new LinkedHashMap<String, String>();
        members.forEach(
                member ->
                        byName.putIfAbsent(
                                member.strip().split(":")[0].strip().replace("\\u0061", "a"),
                                member));
        return List.copyOf(byName.values());
    }

    private static boolean accepts(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonScanner.scan(bytes, bytes.length, Set.of());
            return true;
        } catch (MalformedRequestException _) {
            return false;
        }
    }

    private static boolean isJson(String text) {
        try {
            return !text.isBlank() && !JSON.readTree(text).isMissingNode();
        } catch (JacksonException _) {
            return false;
        }
    }
}
