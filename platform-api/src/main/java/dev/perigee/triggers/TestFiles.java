package dev.perigee.triggers;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes tests of a project that give a dead letter's event to its function again: for Lua in
 * luaunit's form, for JavaScript as {@code perigee test} runs it. The test fails until the function
 * handles the event.
 */
@Component
final class TestFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private final TriggerFunctions functions;

    TestFiles(TriggerFunctions functions) {
        this.functions = functions;
    }

    /** A file of a project and its text. */
    record TestFile(String path, String content) {}

    TestFile of(Trigger trigger, DeadLetter letter) {
        var settings = trigger.settings();
        var javascript =
                functions
                        .find(trigger.name().namespace(), settings.function())
                        .map(active -> active.code().runtime().equals("javascript"))
                        .orElse(false);
        var events = List.of(letter.event());
        var given =
                new Given(
                        JSON.readTree(EventDocument.arguments(trigger, events)),
                        JSON.readTree(
                                EventDocument.caller(trigger, events, letter.attempts() + 1)));
        var about =
                "Trigger %s could not handle this event: %s"
                        .formatted(
                                trigger.name().name(),
                                letter.error().lines().findFirst().orElse("no reason given"));
        return javascript
                ? javascript(settings.function(), letter.id(), about, given)
                : lua(settings.function(), letter.id(), about, given);
    }

    /** What the function gets: args and ctx. */
    private record Given(JsonNode arguments, JsonNode context) {}

    private static TestFile lua(String function, long id, String about, Given given) {
        return new TestFile(
                "test/test_dead_letter_" + id + ".lua",
                """
                local luaunit = require "luaunit"
                local handle = require "%s"

                TestDeadLetter%d = {}

                -- %s
                function TestDeadLetter%d:test_handles_the_event()
                  local _, err = handle(%s, %s)
                  luaunit.assertNil(err)
                end

                os.exit(luaunit.LuaUnit.run())
                """
                        .formatted(
                                function,
                                id,
                                about,
                                id,
                                literal(given.arguments(), "  "),
                                literal(given.context(), "  ")));
    }

    private static TestFile javascript(String function, long id, String about, Given given) {
        return new TestFile(
                "test/dead_letter_" + id + ".test.js",
                """
                import handle from "../app/%s.js";

                // %s
                test("handles dead letter %d", async () => {
                  await handle(%s, %s);
                });
                """
                        .formatted(
                                function,
                                about,
                                id,
                                indented(given.arguments()),
                                indented(given.context())));
    }

    private static String indented(JsonNode value) {
        return value.toPrettyString().replace("\n", "\n  ");
    }

    /** The same value as Lua writes it. */
    static String literal(JsonNode value, String indent) {
        if (value.isObject()) {
            return value.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .map(
                            field ->
                                    indent
                                            + "  ["
                                            + quoted(field.getKey())
                                            + "] = "
                                            + literal(field.getValue(), indent + "  "))
                    .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value.isArray()) {
            var elements = new ArrayList<String>();
            value.forEach(element -> elements.add(literal(element, indent)));
            return "{ " + String.join(", ", elements) + " }";
        }
        if (value.isString()) {
            return quoted(value.asString());
        }
        return value.isNull() ? "nil" : value.toString();
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\%03d".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
