package dev.perigee.gateway;

/** Writes JSON text into a builder. */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonWriter() {}

    /** Writes a quoted string; lone surrogates become escapes, so that UTF-8 can carry them. */
    static void string(StringBuilder json, String value) {
        json.append('"');
        var from = 0;
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !loneSurrogate(value, i)) {
                continue;
            }
            json.append(value, from, i);
            escape(json, c);
            from = i + 1;
        }
        json.append(value, from, value.length()).append('"');
    }

    private static boolean loneSurrogate(String value, int i) {
        var c = value.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static void escape(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default ->
                    json.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 15])
                            .append(HEX[c >> 4 & 15])
                            .append(HEX[c & 15]);
        }
    }

    /** The object with the one member {@code error}, a string. */
    static String error(String message) {
        var json = new StringBuilder(message.length() + 16).append("{\"error\":");
        string(json, message);
        return json.append('}').toString();
    }
}
