package dev.perigee.lua;

import java.util.List;
import java.util.Random;

/** Writes programs by the grammar of the manual, most of them without sense. */
final class RandomProgram {

    private static final List<String> NAMES =
            List.of("a", "b", "c", "t", "f", "self", "string", "table", "_ENV", "...");
    private static final List<String> LITERALS =
            List.of(
                    "nil",
                    "true",
                    "false",
                    "0",
                    "1",
                    "-1",
                    "2",
                    "3.5",
                    "1e308",
                    "0x7fffffffffffffff",
                    "0x.8p1",
                    "''",
                    "'x'",
                    "\"a\\0b\"",
                    "[[\nlong]]",
                    "{}",
                    "{1, 2, 3}",
                    "{a = 1, [1] = 2; 3}",
                    "'%d+'",
                    "'10'",
                    "math.huge",
                    "-0.0",
                    "0/0");
    private static final List<String> BINARY =
            List.of(
                    "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=",
                    " and ", " or ", "&", "|", "~", "<<", ">>");
    private static final List<String> UNARY = List.of("-", "not ", "#", "~");
    private static final List<String> FUNCTIONS =
            List.of(
                    "tostring",
                    "tonumber",
                    "type",
                    "pairs",
                    "ipairs",
                    "next",
                    "select",
                    "pcall",
                    "error",
                    "setmetatable",
                    "getmetatable",
                    "rawget",
                    "rawset",
                    "rawequal",
                    "rawlen",
                    "string.rep",
                    "string.sub",
                    "string.find",
                    "string.gsub",
                    "string.format",
                    "string.byte",
                    "string.pack",
                    "string.unpack",
                    "table.insert",
                    "table.remove",
                    "table.concat",
                    "table.sort",
                    "table.unpack",
                    "table.move",
                    "math.floor",
                    "math.random",
                    "math.tointeger",
                    "coroutine.wrap",
                    "coroutine.create",
                    "coroutine.resume",
                    "coroutine.yield",
                    "coroutine.close",
                    "load",
                    "utf8.char",
                    "utf8.codepoint",
                    "os.date",
                    "debug.getinfo",
                    "debug.traceback",
                    "unpack",
                    "xpcall");

    private final Random random;
    private int budget = 150;

    RandomProgram(long seed) {
        random = new Random(seed);
    }

    String text() {
        return "local a, b, c, t, f = ...\n" + block(0);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean mayNest(int depth) {
        return depth < 6 && budget-- > 0;
    }

    private String block(int depth) {
        var text = new StringBuilder();
        int count = random.nextInt(5);
        for (int i = 0; i < count && budget > 0; i++) {
            text.append(statement(depth + 1)).append('\n');
        }
        if (random.nextInt(6) == 0) {
            text.append("return ").append(expressions(depth + 1)).append('\n');
        }
        return text.toString();
    }

    private String statement(int depth) {
        if (!mayNest(depth)) {
            return "a = " + pick(LITERALS);
        }
        return switch (random.nextInt(16)) {
            case 0 -> "local " + name() + " = " + expressions(depth);
            case 1 -> "local " + name() + " <const> = " + expression(depth);
            case 2 -> "local " + name() + " <close> = " + expression(depth);
            case 3 -> variable(depth) + " = " + expressions(depth);
            case 4 -> variable(depth) + ", " + variable(depth) + " = " + expressions(depth);
            case 5 -> call(depth);
            case 6 -> "do " + block(depth) + " end";
            case 7 -> "while " + expression(depth) + " do " + block(depth) + " break end";
            case 8 -> "repeat " + block(depth) + " until " + expression(depth);
            case 9 ->
                    "if "
                            + expression(depth)
                            + " then "
                            + block(depth)
                            + " elseif "
                            + expression(depth)
                            + " then "
                            + block(depth)
                            + " else "
                            + block(depth)
                            + " end";
            case 10 -> "for i = " + expression(depth) + ", 5 do " + block(depth) + " end";
            case 11 -> "for k, v in " + expressions(depth) + " do " + block(depth) + " end";
            case 12 ->
                    "local function " + name() + "(" + parameters() + ") " + block(depth) + " end";
            case 13 -> "function t." + name() + ":m(" + parameters() + ") " + block(depth) + " end";
            case 14 -> "goto l" + random.nextInt(3) + " ::l" + random.nextInt(3) + "::";
            default -> random.nextBoolean() ? "break" : ";";
        };
    }

    private String name() {
        return NAMES.get(random.nextInt(5));
    }

    private String parameters() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "a";
            case 2 -> "a, b";
            default -> "a, ...";
        };
    }

    private String variable(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> prefix(depth) + "." + name();
            case 1 -> prefix(depth) + "[" + expression(depth + 1) + "]";
            default -> name();
        };
    }

    private String prefix(int depth) {
        if (!mayNest(depth)) {
            return name();
        }
        return switch (random.nextInt(4)) {
            case 0 -> "(" + expression(depth + 1) + ")";
            case 1 -> call(depth + 1);
            default -> name();
        };
    }

    private String call(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> prefix(depth) + ":" + name() + "(" + expressions(depth + 1) + ")";
            case 1 -> prefix(depth) + "{" + expressions(depth + 1) + "}";
            default -> pick(FUNCTIONS) + "(" + expressions(depth + 1) + ")";
        };
    }

    private String expressions(int depth) {
        var text = new StringBuilder(expression(depth));
        while (random.nextInt(3) == 0 && budget > 0) {
            text.append(", ").append(expression(depth));
        }
        return text.toString();
    }

    private String expression(int depth) {
        if (!mayNest(depth)) {
            return random.nextBoolean() ? pick(LITERALS) : pick(NAMES);
        }
        return switch (random.nextInt(9)) {
            case 0, 1 -> pick(LITERALS);
            case 2 -> pick(NAMES);
            case 3, 4 -> expression(depth + 1) + pick(BINARY) + expression(depth + 1);
            case 5 -> pick(UNARY) + expression(depth + 1);
            case 6 -> call(depth);
            case 7 -> "function(" + parameters() + ") " + block(depth + 1) + " end";
            default -> "{" + expressions(depth + 1) + ", [" + expression(depth + 1) + "] = 1}";
        };
    }
}
