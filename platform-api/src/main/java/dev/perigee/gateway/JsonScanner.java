package dev.perigee.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks JSON (RFC 8259) without making a tree: one pass over the bytes, no garbage, nesting
 * bounded. On the way it notes the members of an outermost object that a caller wants cut out.
 */
final class JsonScanner {

    static final int MAX_DEPTH = 500;

    private final byte[] json;
    private final int end;
    private final Set<String> unwanted;
    private final List<Cut> cuts = new ArrayList<>(0);
    private int at;
    private boolean ascii = true;
    private int members;

    private JsonScanner(byte[] json, int end, Set<String> unwanted) {
        this.json = json;
        this.end = end;
        this.unwanted = unwanted;
    }

    /** A member with the comma that parts it from the next one, as a range of bytes. */
    record Cut(int from, int to) {}

    /**
     * What a text is.
     *
     * @param from where its value begins
     * @param to where its value ends
     * @param members how many members an outermost object has
     */
    record Scanned(int from, int to, boolean object, int members, boolean ascii, List<Cut> cuts) {}

    /**
     * Checks the first {@code size} bytes.
     *
     * @param unwanted names of members to report as cuts
     * @throws MalformedRequestException naming the place and what is wrong
     */
    static Scanned scan(byte[] json, int size, Set<String> unwanted) {
        var scanner = new JsonScanner(json, size, unwanted);
        scanner.skipByteOrderMark();
        scanner.skipSpace();
        var from = scanner.at;
        var object = scanner.peek() == '{';
        scanner.value(0);
        var to = scanner.at;
        scanner.skipSpace();
        if (scanner.at < size) {
            throw scanner.malformed("there is more after the value");
        }
        return new Scanned(from, to, object, scanner.members, scanner.ascii, scanner.cuts);
    }

    private void skipByteOrderMark() {
        if (end >= 3
                && json[0] == (byte) 0xef
                && json[1] == (byte) 0xbb
                && json[2] == (byte) 0xbf) {
            at = 3;
        }
    }

    private void value(int depth) {
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw malformed("a value is expected");
        }
    }

    private void object(int depth) {
        enter(depth);
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            var from = at;
            var unwantedMember = member(depth);
            var last = peek() == '}';
            if (!last && peek() != ',') {
                throw malformed("\",\" or \"}\" is expected");
            }
            at++;
            if (depth == 1) {
                members++;
                if (unwantedMember) {
                    cuts.add(new Cut(from, last ? at - 1 : at));
                }
            }
            if (last) {
                return;
            }
            skipSpace();
        }
    }

    /** Reads a name and its value, up to what follows; true when it is to be cut. */
    private boolean member(int depth) {
        if (peek() != '"') {
            throw malformed("a name in quotation marks is expected");
        }
        var from = at;
        var escaped = string();
        var cut = depth == 1 && !unwanted.isEmpty() && unwanted.contains(name(from, escaped));
        skipSpace();
        if (peek() != ':') {
            throw malformed("\":\" is expected");
        }
        at++;
        skipSpace();
        value(depth);
        skipSpace();
        return cut;
    }

    private String name(int from, boolean escaped) {
        var name = new String(json, from + 1, at - from - 2, StandardCharsets.UTF_8);
        return escaped ? unescape(name) : name;
    }

    private static String unescape(String name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = name.charAt(++i);
            switch (c) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(name, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(c);
            }
        }
        return text.toString();
    }

    private void array(int depth) {
        enter(depth);
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth);
            skipSpace();
            var next = peek();
            if (next != ',' && next != ']') {
                throw malformed("\",\" or \"]\" is expected");
            }
            at++;
            if (next == ']') {
                return;
            }
            skipSpace();
        }
    }

    private void enter(int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed("it is nested deeper than " + MAX_DEPTH + " levels");
        }
        at++;
        skipSpace();
    }

    /** True when it has escapes. */
    private boolean string() {
        var escaped = false;
        var i = at + 1;
        while (i < end) {
            var c = json[i];
            if (c == '"') {
                at = i + 1;
                return escaped;
            }
            if (c == '\\') {
                escaped = true;
                at = i;
                i = escape(i + 1);
                continue;
            }
            if (c >= 0 && c < ' ') {
                at = i;
                throw malformed("a control character in a string must be escaped");
            }
            ascii &= c >= 0;
            i++;
        }
        at = end;
        throw malformed("a string has no end");
    }

    private int escape(int i) {
        var c = i < end ? json[i] : 0;
        if (c == 'u') {
            for (int digit = i + 1; digit <= i + 4; digit++) {
                if (digit >= end || json[digit] < 0 || Character.digit(json[digit], 16) < 0) {
                    throw malformed("\"\\u\" needs four hexadecimal digits");
                }
            }
            return i + 5;
        }
        if (c != '"' && c != '\\' && c != '/' && "bfnrt".indexOf(c) < 0) {
            throw malformed("there is no such escape");
        }
        return i + 1;
    }

    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        var from = at;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed("a digit is expected");
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                throw malformed("a value is expected");
            }
        }
    }

    private void skipSpace() {
        while (at < end) {
            var c = json[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private int peek() {
        return at < end ? json[at] : -1;
    }

    private MalformedRequestException malformed(String why) {
        return new MalformedRequestException("malformed JSON at byte " + at + ": " + why);
    }
}
