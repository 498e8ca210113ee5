package dev.perigee.gateway.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.encoding.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ShapeTests {

    private static final String DATA =
            "{'a':{'b':{'c':1,'d':2},'e':[{'f':1,'g':2},{'f':3}]},'h':'x','i':[1,2],'j':[3]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a.b | {'c':1,'d':2}",
                "a.e | {}",
                "a.none | {}",
                "h | {}",
            })
    void takesTheTarget(String target, String expected) {
        assertThat(shape(new Shape(target, List.of(), List.of(), Map.of(), List.of(), "")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "h | {'h':'x'}",
                "a.b.c,h | {'a':{'b':{'c':1}},'h':'x'}",
                "a.b.none | {}",
                "h.deeper | {}",
                "a.e.f | {}",
                "a,a.b.c | {'a':{'b':{'c':1}}}",
                "a.b.c,a.b | {'a':{'b':{'c':1,'d':2}}}",
            })
    void keepsOnlyWhatIsAllowed(String allow, String expected) {
        assertThat(
                        shape(
                                new Shape(
                                        "",
                                        Arrays.asList(allow.split(",")),
                                        List.of("h"),
                                        Map.of(),
                                        List.of(),
                                        "")))
                .isEqualTo(expected);
    }

    @Test
    void leavesOutWhatIsDenied() {
        var shape =
                new Shape(
                        "",
                        List.of(),
                        List.of("a.b.c", "a.e.f", "h.none", "i", "j"),
                        Map.of(),
                        List.of(),
                        "");

        assertThat(shape(shape))
                .isEqualTo("{'a':{'b':{'d':2},'e':[{'f':1,'g':2},{'f':3}]},'h':'x'}");
    }

    @Test
    void renamesThenGroups() {
        var shape =
                new Shape(
                        "a.b",
                        List.of(),
                        List.of(),
                        Map.of("c", "new.name", "none", "x"),
                        List.of(),
                        "g");

        assertThat(shape(shape)).isEqualTo("{'g':{'d':2,'new':1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "del a.e.*.f,a.b,i,j | {'a':{'e':[{'g':2},null]},'h':'x'}",
                "del a.e.0,a.b,i,j | {'a':{'e':[{'f':3}]},'h':'x'}",
                "del a.*,i,j | {'a':null,'h':'x'}",
                "move a.b.c a.b.z | {'a':{'b':{'z':1,'d':2},'e':[{'f':1,'g':2},{'f':3}]},"
                        + "'h':'x','i':[1,2],'j':[3]}",
                "move a.b top | {'a':{'e':[{'f':1,'g':2},{'f':3}]},'h':'x','i':[1,2],'j':[3],"
                        + "'top':{'c':1,'d':2}}",
                "move a.e.*.f a.e.*.z | {'a':{'b':{'c':1,'d':2},'e':[{'z':1,'g':2},{'z':3}]},"
                        + "'h':'x','i':[1,2],'j':[3]}",
                "move h h.deep.x | {'a':{'b':{'c':1,'d':2},'e':[{'f':1,'g':2},{'f':3}]},"
                        + "'i':[1,2],'j':[3],'h':{'deep':{'x':'x'}}}",
                "append i j | {'a':{'b':{'c':1,'d':2},'e':[{'f':1,'g':2},{'f':3}]},'h':'x',"
                        + "'j':[3,1,2]}",
                "append h j | " + DATA,
            })
    void changesTrees(String operation, String expected) {
        var words = operation.split(" ");
        FlatOperation change =
                switch (words[0]) {
                    case "del" ->
                            new FlatOperation.Delete(
                                    Arrays.stream(words[1].split(","))
                                            .map(FlatOperation::path)
                                            .toList());
                    case "move" ->
                            new FlatOperation.Move(
                                    FlatOperation.path(words[1]), FlatOperation.path(words[2]));
                    default ->
                            new FlatOperation.Append(
                                    FlatOperation.path(words[1]), FlatOperation.path(words[2]));
                };

        assertThat(
                        shape(
                                new Shape(
                                        "",
                                        List.of("nothing"),
                                        List.of(),
                                        Map.of("a", "b"),
                                        List.of(change),
                                        "")))
                .isEqualTo(expected);
    }

    private static String shape(Shape shape) {
        var data = (ObjectNode) Json.read(DATA.replace('\'', '"'));
        return Json.text(shape.compile().apply(data)).replace('"', '\'');
    }
}
