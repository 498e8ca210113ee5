package dev.perigee.lua.runtime;

/**
 * xoshiro256**, the reference's generator: the same seeds give the same numbers (Blackman and
 * Vigna, 2018).
 */
public final class LuaRandom {

    private static final int DISCARDED = 16;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    public LuaRandom(long seed) {
        seed(seed, 0);
    }

    /** Starts over; returns the two parts of the seed. */
    public Object[] seed(long first, long second) {
        s0 = first;
        s1 = 0xff;
        s2 = second;
        s3 = 0;
        for (int i = 0; i < DISCARDED; i++) {
            nextLong();
        }
        return new Object[] {first, second};
    }

    public long nextLong() {
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** From 0 inclusive to 1 exclusive. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** From the low to the high bound, both inclusive. */
    public long between(long low, long high) {
        long span = high - low;
        long value = nextLong();
        if ((span & (span + 1)) == 0) {
            return low + (value & span);
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(span);
        value &= mask;
        while (Long.compareUnsigned(value, span) > 0) {
            value = nextLong() & mask;
        }
        return low + value;
    }
}
