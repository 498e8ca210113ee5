package dev.perigee.lua.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The function that a coroutine began with, while it is left in the middle. Where it calls {@code
 * coroutine.yield} itself and nothing else is active, its stack need not be kept: it returns {@link
 * #SUSPENDED} and puts its variables here; it is called again with the same arguments and goes on.
 */
public final class Suspension {

    /** The result of a function that is not at its end. */
    public static final Object SUSPENDED = new Object();

    private static final long[] NO_NUMBERS = {};

    private static final int NOT_LEFT = -1;

    private final Coroutine coroutine;
    private final Object[] arguments;
    private int point = NOT_LEFT;
    private Object[] call = Calls.NO_VALUES;
    private byte[] tags = {};
    private long[] numbers = NO_NUMBERS;
    private @Nullable Object[] objects = {};

    Suspension(Coroutine coroutine, Object[] arguments) {
        this.coroutine = coroutine;
        this.arguments = arguments;
    }

    /** Whether the function was left, and goes on when it is called. */
    public boolean isLeft() {
        return point != NOT_LEFT;
    }

    boolean comeBack() {
        boolean left = isLeft();
        point = NOT_LEFT;
        call = Calls.NO_VALUES;
        return left;
    }

    /** Whether the function goes on for others than its resumer, who look at it or close it. */
    public boolean isWatched() {
        return coroutine.isWatched();
    }

    /** Goes on; what the resumer passed. */
    public Object takePassed() {
        comeBack();
        return coroutine.take();
    }

    Object[] arguments() {
        return arguments;
    }

    /** Where in its code the function goes on. */
    public int point() {
        return point;
    }

    /**
     * Leaves the function.
     *
     * @param called {@code coroutine.yield} and its arguments
     */
    public void leave(int at, Object[] called) {
        point = at;
        call = called;
        coroutine.leave(
                called.length == 2 ? called[1] : Arrays.copyOfRange(called, 1, called.length));
    }

    /** The call that left it, again, for those who look at the stack. */
    public Object[] leaving() {
        return call;
    }

    /** Makes room for variables of these types. */
    public void reserve(byte[] types) {
        tags = types;
        if (numbers.length != types.length) {
            numbers = new long[types.length];
            objects = new Object[types.length];
        }
    }

    public byte[] tags() {
        return tags;
    }

    public void put(int slot, long number) {
        numbers[slot] = number;
    }

    public void put(int slot, Object object) {
        objects[slot] = object;
    }

    public long number(int slot) {
        return numbers[slot];
    }

    /** Takes a value out: nothing here keeps it alive. */
    public @Nullable Object take(int slot) {
        var object = objects[slot];
        objects[slot] = null;
        return object;
    }
}
