package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import dev.perigee.lua.parser.LuaNumbers;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import java.io.IOException;
import java.util.Arrays;

/** The formats of {@code read} and {@code lines} (section 6.8). */
final class FileReading {

    private static final int MAX_NUMERAL = 200;

    private final LuaFile file;

    private FileReading(LuaFile file) {
        this.file = file;
    }

    /** Reads by the formats from an argument on, a line when there are none; stops at a failure. */
    static Object read(LuaFile file, Args args, int first) {
        var reading = new FileReading(file);
        OpenFiles.current().flushAll();
        try {
            if (args.count() < first) {
                return reading.line(false);
            }
            var values = new Object[args.count() - first + 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = reading.format(args, first + i);
                if (values[i] == NIL) {
                    return Calls.pack(Arrays.copyOf(values, i + 1));
                }
            }
            return Calls.pack(values);
        } catch (IOException | RuntimeException failure) {
            if (failure instanceof LuaError error) {
                throw error;
            }
            return FileErrors.of(failure).values(null);
        }
    }

    private Object format(Args args, int index) throws IOException {
        if (args.get(index) instanceof Number) {
            return characters(args.integer(index));
        }
        var format = args.string(index).toString();
        return switch (format.isEmpty() ? 0 : format.charAt(format.startsWith("*") ? 1 : 0)) {
            case 'n' -> number();
            case 'l' -> line(false);
            case 'L' -> line(true);
            case 'a' -> rest();
            default -> throw args.error(index, "invalid format");
        };
    }

    private Object characters(long count) throws IOException {
        if (count == 0) {
            return file.peek() < 0 ? NIL : LuaString.EMPTY;
        }
        var text = new ByteBuilder(64);
        file.read(text, count);
        return text.length() == 0 ? NIL : text.toLuaString();
    }

    private Object line(boolean keepEnd) throws IOException {
        var text = new ByteBuilder(80);
        return file.readLine(text, keepEnd) ? text.toLuaString() : NIL;
    }

    private LuaString rest() throws IOException {
        var text = new ByteBuilder(64);
        file.read(text, Long.MAX_VALUE);
        return text.toLuaString();
    }

    private Object number() throws IOException {
        while (isSpace(file.peek())) {
            file.read();
        }
        var number = LuaNumbers.parse(new Numeral().read());
        return number == null ? NIL : number;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Reads the longest text that could become a numeral. */
    private final class Numeral {
        private final StringBuilder text = new StringBuilder();

        String read() throws IOException {
            accept("+-");
            boolean hexadecimal = false;
            int digits = 0;
            if (accept("0")) {
                hexadecimal = accept("xX");
                digits = hexadecimal ? 0 : 1;
            }
            digits += digits(hexadecimal);
            if (accept(".")) {
                digits += digits(hexadecimal);
            }
            if (digits > 0 && accept(hexadecimal ? "pP" : "eE")) {
                accept("+-");
                digits(false);
            }
            return text.length() > MAX_NUMERAL ? "" : text.toString();
        }

        private boolean accept(String characters) throws IOException {
            int next = file.peek();
            return next >= 0 && characters.indexOf(next) >= 0 && take();
        }

        private boolean take() throws IOException {
            if (text.length() >= MAX_NUMERAL) {
                text.append(' ');
                return false;
            }
            text.append((char) file.read());
            return true;
        }

        private int digits(boolean hexadecimal) throws IOException {
            int count = 0;
            while (isDigit(file.peek(), hexadecimal) && take()) {
                count++;
            }
            return count;
        }

        private static boolean isDigit(int c, boolean hexadecimal) {
            return (c >= '0' && c <= '9')
                    || (hexadecimal && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        }
    }
}
