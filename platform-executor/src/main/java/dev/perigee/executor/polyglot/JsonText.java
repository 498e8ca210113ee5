package dev.perigee.executor.polyglot;

import java.util.Map;

/** Writes the few JSON objects that the executor itself tells guests. */
final class JsonText {

    private final StringBuilder text = new StringBuilder("{");

    JsonText put(String name, String value) {
        key(name);
        quote(text, value);
        return this;
    }

    JsonText put(String name, long value) {
        key(name);
        text.append(value);
        return this;
    }

    JsonText put(String name, Map<String, String> entries) {
        var nested = new JsonText();
        entries.forEach(nested::put);
        key(name);
        text.append(nested.end());
        return this;
    }

    String end() {
        return text.append('}').toString();
    }

    private void key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, name);
        text.append(':');
    }

    static String quoted(String value) {
        var text = new StringBuilder(value.length() + 2);
        quote(text, value);
        return text.toString();
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
