package dev.perigee.gateway.encoding;

/**
 * The parts of an object or array. Between them there is nothing but a comma, and between a name
 * and its value nothing but a colon, unless it is spaced.
 *
 * @param from where its brace or bracket is
 * @param to after its end
 * @param values where each value begins, and after it where it ends
 * @param spaced whether there is space that means nothing
 */
record JsonParts(byte[] json, int from, int to, int[] values, int count, boolean spaced) {

    boolean isObject() {
        return json[from] == '{';
    }

    int valueFrom(int part) {
        return values[2 * part];
    }

    int valueTo(int part) {
        return values[2 * part + 1];
    }

    /** Where the name begins, after its quotation mark. */
    int nameFrom(int part) {
        return part == 0 ? from + 2 : valueTo(part - 1) + 2;
    }

    int nameTo(int part) {
        return valueFrom(part) - 2;
    }
}
