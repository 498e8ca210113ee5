package dev.perigee.lua.builtins;

/** The classes of a pattern that have a letter, as {@code %a}; the upper case one is the rest. */
final class CharacterClass {

    private CharacterClass() {}

    static boolean contains(byte c, byte name) {
        return switch (name | 0x20) {
            case 'a' -> isLetter(c) ^ isUpper(name);
            case 'c' -> ((c >= 0 && c < ' ') || c == 127) ^ isUpper(name);
            case 'd' -> isDigit(c) ^ isUpper(name);
            case 'g' -> (c > ' ' && c < 127) ^ isUpper(name);
            case 'l' -> (c >= 'a' && c <= 'z') ^ isUpper(name);
            case 'p' -> (c > ' ' && c < 127 && !isLetter(c) && !isDigit(c)) ^ isUpper(name);
            case 's' -> (c == ' ' || (c >= '\t' && c <= '\r')) ^ isUpper(name);
            case 'u' -> isUpper(c) ^ isUpper(name);
            case 'w' -> (isLetter(c) || isDigit(c)) ^ isUpper(name);
            case 'x' -> (isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')) ^ isUpper(name);
            case 'z' -> (c == 0) ^ isUpper(name);
            default -> name == c;
        };
    }

    private static boolean isUpper(byte c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLetter(byte c) {
        return isUpper(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
