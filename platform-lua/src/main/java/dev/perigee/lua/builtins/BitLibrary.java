package dev.perigee.lua.builtins;

import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaString;
import java.util.function.IntBinaryOperator;

/** LuaJIT's {@code bit}: operations on signed 32-bit integers. */
final class BitLibrary {

    private BitLibrary() {}

    static void install(Library library) {
        library.add("tobit", args -> (long) bits(args, 1))
                .add("bnot", args -> (long) ~bits(args, 1))
                .add("band", args -> fold(args, (a, b) -> a & b))
                .add("bor", args -> fold(args, (a, b) -> a | b))
                .add("bxor", args -> fold(args, (a, b) -> a ^ b))
                .add("lshift", args -> (long) (bits(args, 1) << bits(args, 2)))
                .add("rshift", args -> (long) (bits(args, 1) >>> bits(args, 2)))
                .add("arshift", args -> (long) (bits(args, 1) >> bits(args, 2)))
                .add("rol", args -> (long) Integer.rotateLeft(bits(args, 1), bits(args, 2)))
                .add("ror", args -> (long) Integer.rotateRight(bits(args, 1), bits(args, 2)))
                .add("bswap", args -> (long) Integer.reverseBytes(bits(args, 1)))
                .add("tohex", BitLibrary::toHex);
    }

    /** The low 32 bits of a number; a float is rounded to the nearest integer first. */
    private static int bits(Args args, int index) {
        var number = args.number(index);
        if (number instanceof Long integer) {
            return (int) integer.longValue();
        }
        var exact = Conversions.toInteger(number);
        return (int) (exact != null ? exact : (long) Math.rint((Double) number));
    }

    private static Object fold(Args args, IntBinaryOperator operator) {
        int result = bits(args, 1);
        for (int i = 2; i <= args.count(); i++) {
            result = operator.applyAsInt(result, bits(args, i));
        }
        return (long) result;
    }

    private static Object toHex(Args args) {
        int digits = args.isNoneOrNil(2) ? 8 : bits(args, 2);
        var text = "%08x".formatted(bits(args, 1));
        var shown = text.substring(8 - Math.min(8, Math.abs(digits)));
        return LuaString.of(digits < 0 ? shown.toUpperCase(java.util.Locale.ROOT) : shown);
    }
}
