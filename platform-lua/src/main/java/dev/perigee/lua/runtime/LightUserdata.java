package dev.perigee.lua.runtime;

import com.oracle.truffle.api.interop.TruffleObject;

/**
 * An identity without content: what {@code debug.upvalueid} gives. Two are equal when they stand
 * for the same place.
 *
 * @param owner the object whose identity it is
 * @param index a place inside the owner
 */
public record LightUserdata(Object owner, int index) implements TruffleObject {

    @Override
    @SuppressWarnings("ReferenceEquality") // Identity is what it stands for.
    public boolean equals(Object other) {
        return other instanceof LightUserdata(Object o, int i) && o == owner && i == index;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(owner) * 31 + index;
    }

    @Override
    public String toString() {
        return "userdata: " + Conversions.address(owner);
    }
}
