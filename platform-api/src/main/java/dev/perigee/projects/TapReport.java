package dev.perigee.projects;

import dev.perigee.executor.Result;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One TAP 13 stream of many test files: their results are numbered through, what tests print
 * becomes comments.
 */
final class TapReport {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern RESULT = Pattern.compile("(not )?ok\\b\\s*(\\d*)[\\s-]*(.*)");
    private static final Pattern PLAN = Pattern.compile("\\d+\\.\\.\\d+.*|TAP version \\d+");
    private static final Pattern EXCUSED = Pattern.compile("(?<!\\\\)#\\s*(tod[o]|skip)\\b");
    private static final String PREFIX = "test/";

    private final Consumer<String> lines;
    private int total;
    private int failed;

    TapReport(Consumer<String> lines) {
        this.lines = lines;
    }

    void begin() {
        lines.accept("TAP version 13");
    }

    /** The plan comes last, because only running tells how many tests there are. */
    ProjectTestRun.Summary end() {
        lines.accept("1.." + total);
        lines.accept("# tests " + total + ", failed " + failed);
        return new ProjectTestRun.Summary(total, failed);
    }

    void problem(String text) {
        comment(text);
    }

    /** The results of a file that ran to its end. */
    void file(String file, Result result, List<String> printed) {
        var before = total;
        var answer = answer(result);
        if (answer.has("tap")) {
            printed.forEach(this::comment);
            answer.path("tap").asString("").lines().forEach(line -> line(file, line));
        } else {
            printed.forEach(line -> line(file, line));
            exit(file, answer.path("code"));
        }
        if (total == before) {
            one(false, file, "has no tests");
        }
    }

    /** A file that did not get to its end; what it had told before counts. */
    void crashed(String file, String message, String trace, List<String> printed) {
        printed.forEach(line -> line(file, line));
        one(false, file, "does not run");
        lines.accept("  ---");
        lines.accept("  message: " + JSON.writeValueAsString(message));
        if (!trace.isBlank()) {
            lines.accept("  stack: |-");
            trace.lines().forEach(line -> lines.accept("    " + line.strip()));
        }
        lines.accept("  ...");
    }

    /** Tests may fail without a line of TAP, when a file brings a reporter of its own. */
    private void exit(String file, JsonNode code) {
        var wrong = code.isBoolean() ? !code.asBoolean() : code.isNumber() && code.asDouble() != 0;
        if (wrong && failed == 0) {
            one(false, file, "left with code " + code.asString(""));
        }
    }

    private void line(String file, String line) {
        var result = RESULT.matcher(line);
        if (result.matches()) {
            one(result.group(1) == null, file, result.group(3).strip());
        } else if (line.startsWith("  ")) {
            lines.accept(line);
        } else if (!PLAN.matcher(line).matches() && !line.isBlank()) {
            comment(line);
        }
    }

    private void one(boolean ok, String file, String name) {
        total++;
        if (!ok && !EXCUSED.matcher(name.toLowerCase(Locale.ROOT)).find()) {
            failed++;
        }
        var shown = file.startsWith(PREFIX) ? file.substring(PREFIX.length()) : file;
        lines.accept("%s %d - %s: %s".formatted(ok ? "ok" : "not ok", total, shown, name));
    }

    private void comment(String text) {
        text.lines().forEach(line -> lines.accept(line.startsWith("#") ? line : "# " + line));
    }

    private static JsonNode answer(Result result) {
        return result instanceof Result.Value(var json)
                ? JSON.readTree(json)
                : JSON.createObjectNode();
    }
}
