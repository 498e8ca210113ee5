package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.parser.LuaNumbers;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaString;

/** {@code tonumber}. */
final class NumberParsing {

    private NumberParsing() {}

    static Object toNumber(Args args) {
        if (args.isNoneOrNil(2)) {
            var number = Conversions.toNumber(args.any(1));
            return number == null ? NIL : number;
        }
        return withBase(args);
    }

    @TruffleBoundary
    private static Object withBase(Args args) {
        long base = args.integer(2);
        if (!(args.get(1) instanceof LuaString string)) {
            throw args.typeError(1, "string");
        }
        if (base < 2 || base > 36) {
            throw args.error(2, "base out of range");
        }
        var text = LuaNumbers.strip(string.toLatin1());
        boolean negative = text.startsWith("-");
        var digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty()) {
            return NIL;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), (int) base);
            if (digit < 0 || digits.charAt(i) > 127) {
                return NIL;
            }
            value = value * base + digit;
            StringLibrary.poll(i);
        }
        return negative ? -value : value;
    }
}
