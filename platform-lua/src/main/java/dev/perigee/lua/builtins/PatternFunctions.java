package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code find}, {@code match}, {@code gmatch} and {@code gsub}. */
final class PatternFunctions {

    private PatternFunctions() {}

    static void install(Library library) {
        library.add("find", arguments -> search(arguments, true), args -> find(args, true))
                .add("match", arguments -> search(arguments, false), args -> find(args, false))
                .add("gmatch", PatternFunctions::gmatch)
                .add("gfind", PatternFunctions::gmatch)
                .add("gsub", PatternFunctions::gsub);
    }

    @TruffleBoundary
    private static Object find(Args args, boolean positions) {
        var subject = args.string(1);
        var pattern = args.string(2);
        long start = args.integer(3, 1);
        return positions && args.truth(4)
                ? indexOf(subject, pattern, start)
                : search(subject, pattern, start, positions);
    }

    private static @Nullable Object search(Object[] arguments, boolean positions) {
        if (arguments.length >= 3
                && arguments.length <= 4
                && arguments[1] instanceof LuaString subject
                && arguments[2] instanceof LuaString pattern) {
            if (arguments.length == 3) {
                return search(subject, pattern, 1, positions);
            }
            return arguments[3] instanceof Long start
                    ? search(subject, pattern, start, positions)
                    : null;
        }
        return null;
    }

    @TruffleBoundary
    private static Object search(
            LuaString subject, LuaString pattern, long start, boolean positions) {
        if (positions && isPlain(pattern)) {
            return indexOf(subject, pattern, start);
        }
        int from = index(subject, start);
        return from < 0
                ? NIL
                : search(new PatternMatcher(subject, pattern), pattern, from, positions);
    }

    /** Where a search begins, from 0; -1 behind the end. */
    private static int index(LuaString subject, long start) {
        long from = StringLibrary.position(start, subject.length());
        return from > subject.length() + 1L ? -1 : (int) Math.max(from, 1) - 1;
    }

    private static Object indexOf(LuaString subject, LuaString part, long start) {
        int from = index(subject, start);
        if (from < 0) {
            return NIL;
        }
        int at = indexOf(subject.bytes(), part.bytes(), from);
        return at < 0 ? NIL : new Object[] {at + 1L, (long) at + part.length()};
    }

    private static Object search(
            PatternMatcher matcher, LuaString pattern, int from, boolean positions) {
        boolean anchored = pattern.length() > 0 && pattern.bytes()[0] == '^';
        for (int s = from; s <= matcher.subjectLength(); s++) {
            s = anchored ? s : matcher.candidate(s);
            int end = matcher.matchAt(s, anchored ? 1 : 0);
            if (end >= 0) {
                return positions
                        ? found(matcher, s, end)
                        : Calls.pack(matcher.captures(s, end, true));
            }
            if (anchored) {
                break;
            }
        }
        return NIL;
    }

    private static Object[] found(PatternMatcher matcher, int start, int end) {
        var captures = matcher.captures(start, end, false);
        var values = new Object[captures.length + 2];
        values[0] = start + 1L;
        values[1] = (long) end;
        System.arraycopy(captures, 0, values, 2, captures.length);
        return values;
    }

    private static boolean isPlain(LuaString pattern) {
        for (byte b : pattern.bytes()) {
            if (isSpecial(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpecial(byte b) {
        return switch (b) {
            case '^', '$', '*', '+', '?', '.', '(', '[', '%', '-' -> true;
            default -> false;
        };
    }

    static int indexOf(byte[] text, byte[] part, int from) {
        if (part.length == 0) {
            return from;
        }
        byte first = part[0];
        long looked = 0;
        for (int i = from; i <= text.length - part.length; i++) {
            long before = looked++;
            if (text[i] == first) {
                int same = commonLength(text, i, part);
                if (same == part.length) {
                    return i;
                }
                looked += same;
            }
            StringLibrary.poll(before, looked);
        }
        return -1;
    }

    private static int commonLength(byte[] text, int at, byte[] part) {
        for (int i = 1; i < part.length; i++) {
            if (text[at + i] != part[i]) {
                return i;
            }
        }
        return part.length;
    }

    @TruffleBoundary
    private static Object gmatch(Args args) {
        var subject = args.string(1);
        var pattern = args.string(2);
        long start = StringLibrary.position(args.integer(3, 1), subject.length());
        var matches =
                new Matches(
                        subject,
                        pattern,
                        (int) Math.min(Math.max(start, 1) - 1, subject.length() + 1L));
        return closure("gmatch_iterator", matches);
    }

    /** A builtin with state: the state is its only upvalue. */
    private static LuaFunction closure(String name, Matches state) {
        Builtin body = args -> ((Matches) args.callee().upvalues()[0]).next();
        return new LuaFunction(
                LuaContext.get(null).language().builtin(name, body), new Object[] {state});
    }

    /** Where an iteration over matches stands. */
    private static final class Matches {
        private final PatternMatcher matcher;
        private final int length;
        private int position;
        private int lastEnd = -1;

        Matches(LuaString subject, LuaString pattern, int position) {
            matcher = new PatternMatcher(subject, pattern);
            length = subject.length();
            this.position = position;
        }

        @TruffleBoundary
        Object next() {
            for (; position <= length; position++) {
                position = matcher.candidate(position);
                int end = matcher.matchAt(position, 0);
                if (end >= 0 && end != lastEnd) {
                    int start = position;
                    position = end;
                    lastEnd = end;
                    return Calls.pack(matcher.captures(start, end, true));
                }
            }
            return NIL;
        }
    }

    @TruffleBoundary
    private static Object gsub(Args args) {
        var subject = args.string(1);
        var pattern = args.string(2);
        var replacement = args.get(3);
        if (!(replacement instanceof LuaTable) && !(replacement instanceof LuaFunction)) {
            var text = Conversions.asString(replacement);
            if (text == null) {
                throw args.typeError(3, "string/function/table");
            }
            replacement = text;
        }
        long limit = args.integer(4, Long.MAX_VALUE);
        return new Substitution(subject, pattern, replacement).run(limit);
    }

    /** One run of {@code gsub}. */
    private static final class Substitution {
        private final LuaString subject;
        private final boolean anchored;
        private final Object replacement;
        private final PatternMatcher matcher;
        private final ByteBuilder result;
        private boolean changed;

        Substitution(LuaString subject, LuaString pattern, Object replacement) {
            this.subject = subject;
            this.replacement = replacement;
            anchored = pattern.length() > 0 && pattern.bytes()[0] == '^';
            matcher = new PatternMatcher(subject, pattern);
            result = new ByteBuilder(subject.length() + 16);
        }

        Object run(long limit) {
            int s = 0;
            int lastEnd = -1;
            long count = 0;
            var bytes = subject.bytes();
            while (count < limit) {
                if (!anchored) {
                    int next = matcher.candidate(s);
                    result.append(bytes, s, next);
                    s = next;
                }
                int end = matcher.matchAt(s, anchored ? 1 : 0);
                if (end >= 0 && end != lastEnd) {
                    count++;
                    substitute(s, end);
                    s = end;
                    lastEnd = end;
                } else if (s < bytes.length) {
                    result.append(bytes[s++]);
                } else {
                    break;
                }
                if (anchored) {
                    break;
                }
            }
            if (!changed) {
                return new Object[] {subject, count};
            }
            if (s < bytes.length) {
                result.append(bytes, s, bytes.length);
            }
            return new Object[] {result.toLuaString(), count};
        }

        private void substitute(int start, int end) {
            if (replacement instanceof LuaString template) {
                changed = true;
                expand(template.bytes(), start, end);
                return;
            }
            var value =
                    replacement instanceof LuaTable table
                            ? Indexing.get(table, matcher.capture(0, start, end), null)
                            : callback(start, end);
            if (!Conversions.isTrue(value)) {
                result.append(subject.bytes(), start, end);
                return;
            }
            var text = Conversions.asString(value);
            if (text == null) {
                throw LuaError.of(
                        "invalid replacement value (a " + Conversions.typeName(value) + ")", null);
            }
            changed = true;
            result.append(text);
        }

        private Object callback(int start, int end) {
            var captures = matcher.captures(start, end, true);
            var passed = new Object[captures.length + 1];
            System.arraycopy(captures, 0, passed, 1, captures.length);
            var running = Coroutine.current();
            if (running == null) {
                return Calls.first(Calls.call(replacement, passed));
            }
            running.enterCallback();
            try {
                return Calls.first(Calls.call(replacement, passed));
            } finally {
                running.leaveCallback();
            }
        }

        private void expand(byte[] template, int start, int end) {
            for (int i = 0; i < template.length; i++) {
                if (template[i] != '%') {
                    result.append(template[i]);
                    continue;
                }
                byte next = ++i < template.length ? template[i] : 0;
                if (next == '%') {
                    result.append('%');
                } else if (next == '0') {
                    result.append(subject.bytes(), start, end);
                } else if (next >= '1' && next <= '9') {
                    appendCapture(next - '1', start, end);
                } else {
                    throw LuaError.of("invalid use of '%' in replacement string", null);
                }
            }
        }

        private void appendCapture(int index, int start, int end) {
            if (index >= Math.max(1, matcher.captureCount())) {
                throw LuaError.of(
                        "invalid capture index %" + (index + 1) + " in replacement string", null);
            }
            var capture = matcher.capture(index, start, end);
            result.append(capture instanceof LuaString text ? text : Conversions.toText(capture));
        }
    }
}
