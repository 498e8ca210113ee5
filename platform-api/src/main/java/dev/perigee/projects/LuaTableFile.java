package dev.perigee.projects;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Lua file that returns a table and copies the table into maps and lists. The code sees
 * neither the machine nor the platform and must be done within a deadline.
 */
final class LuaTableFile {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int MAX_DEPTH = 24;
    private static final long MAX_ITEMS = 100_000;
    private static final Pattern LOCATED = Pattern.compile("^[^\\n:]*gateway[^\\n:]*:(\\d+):\\s*");

    private LuaTableFile() {}

    static Optional<Object> evaluate(
            ProjectFiles files, String path, Collection<ProjectProblem> problems) {
        var source = Source.newBuilder("lua", files.text(path), path).buildLiteral();
        try (var context = sandbox()) {
            var clock = stopAfterDeadline(context);
            try {
                var copy = copy(context.eval(source), 0);
                return Optional.of(copy == null ? Map.of() : copy);
            } finally {
                clock.cancel(false);
            }
        } catch (PolyglotException e) {
            problems.add(problem(path, e));
        } catch (IllegalArgumentException e) {
            problems.add(ProjectProblem.of(path, String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static Context sandbox() {
        var nowhere = new ByteArrayOutputStream();
        return Context.newBuilder("lua")
                .allowAllAccess(false)
                .option("engine.WarnInterpreterOnly", "false")
                .out(nowhere)
                .err(nowhere)
                .build();
    }

    private static CompletableFuture<Void> stopAfterDeadline(Context context) {
        return CompletableFuture.runAsync(
                () -> context.close(true),
                CompletableFuture.delayedExecutor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static ProjectProblem problem(String path, PolyglotException e) {
        if (e.isCancelled()) {
            return ProjectProblem.of(
                    path,
                    "ran longer than %d s; it must only return a table"
                            .formatted(DEADLINE.toSeconds()));
        }
        var message = e.getMessage() == null ? "cannot be run" : e.getMessage();
        var located = LOCATED.matcher(message);
        if (located.find()) {
            return new ProjectProblem(
                    path, Integer.parseInt(located.group(1)), message.substring(located.end()));
        }
        var location = e.getSourceLocation();
        return new ProjectProblem(path, location == null ? 0 : location.getStartLine(), message);
    }

    private static @Nullable Object copy(Value value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("returns tables nested deeper than " + MAX_DEPTH);
        }
        if (value.isNull()) {
            return null;
        } else if (value.isString()) {
            return value.asString();
        } else if (value.isBoolean()) {
            return value.asBoolean();
        } else if (value.isNumber()) {
            return value.fitsInLong() ? (Object) value.asLong() : (Object) value.asDouble();
        } else if (value.hasArrayElements()
                && (value.getArraySize() > 0 || value.getMemberKeys().isEmpty())) {
            return list(value, depth);
        } else if (value.hasMembers() && !value.canExecute()) {
            return map(value, depth);
        }
        throw new IllegalArgumentException(
                "must return an array of routes and nothing else, but it holds " + value);
    }

    private static List<@Nullable Object> list(Value value, int depth) {
        if (value.getArraySize() > MAX_ITEMS) {
            throw new IllegalArgumentException("returns more than " + MAX_ITEMS + " items");
        }
        var list = new ArrayList<@Nullable Object>();
        for (var i = 0L; i < value.getArraySize(); i++) {
            list.add(copy(value.getArrayElement(i), depth + 1));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(Value value, int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var key : value.getMemberKeys()) {
            map.put(key, copy(value.getMember(key), depth + 1));
        }
        return map;
    }
}
