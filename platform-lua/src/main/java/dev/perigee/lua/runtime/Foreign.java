package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.strings.TruffleString;
import dev.perigee.lua.LuaContext;
import java.util.ArrayList;
import java.util.List;

/** Values of other languages: how they become Lua's, and what Lua can do with those that do not. */
public final class Foreign {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private Foreign() {}

    /**
     * Numbers, booleans, strings and null become Lua's own, buffers strings of their bytes;
     * everything else stays what it is.
     */
    public static Object toLua(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? (Object) Double.NaN : value;
        }
        if (value instanceof Long
                || value instanceof Boolean
                || value instanceof LuaString
                || value instanceof LuaTable
                || value instanceof LuaFunction
                || value == NIL) {
            return value;
        }
        return convert(value);
    }

    @TruffleBoundary
    private static Object convert(Object value) {
        try {
            return switch (value) {
                case Integer number -> number.longValue();
                case Short number -> number.longValue();
                case Byte number -> number.longValue();
                case Float number -> Mixed.real(number.doubleValue());
                case String text -> LuaString.of(text);
                case Character character -> LuaString.of(character.toString());
                case TruffleString text -> LuaString.of(text.toJavaStringUncached());
                case Coroutine _, Userdata _, LightUserdata _ -> value;
                default -> convertObject(value);
            };
        } catch (UnsupportedMessageException changedItsMind) {
            return value;
        }
    }

    private static Object convertObject(Object value) throws UnsupportedMessageException {
        if (INTEROP.isNull(value)) {
            return NIL;
        }
        if (INTEROP.isString(value)) {
            return LuaString.of(INTEROP.asString(value));
        }
        if (INTEROP.isBoolean(value)) {
            return INTEROP.asBoolean(value);
        }
        if (INTEROP.isNumber(value)) {
            return INTEROP.fitsInLong(value)
                    ? (Object) INTEROP.asLong(value)
                    : Mixed.real(INTEROP.asDouble(value));
        }
        return INTEROP.hasBufferElements(value) ? bytes(value) : value;
    }

    /** A copy, because strings are immutable and buffers are not. */
    private static LuaString bytes(Object buffer) throws UnsupportedMessageException {
        var bytes = new byte[Math.toIntExact(INTEROP.getBufferSize(buffer))];
        try {
            INTEROP.readBuffer(buffer, 0, bytes, 0, bytes.length);
        } catch (InvalidBufferOffsetException shrunk) {
            throw new IllegalStateException(shrunk);
        }
        return new LuaString(bytes);
    }

    /** Whether it is a value of another language that is not converted. */
    public static boolean isForeign(Object value) {
        return switch (value) {
            case Nil _, Boolean _, Long _, Double _, LuaString _, LuaFunction _ -> false;
            case LuaTable _, Coroutine _, Userdata _, LightUserdata _ -> false;
            default -> true;
        };
    }

    public static boolean isExecutable(Object value) {
        return INTEROP.isExecutable(value);
    }

    /** Calls an executable of another language; errors of the call itself become Lua errors. */
    @TruffleBoundary
    public static Object call(Object function, Object[] arguments, int from) {
        var passed = new Object[arguments.length - from];
        System.arraycopy(arguments, from, passed, 0, passed.length);
        var context = LuaContext.get(null);
        var active = context.call();
        try {
            return toLua(INTEROP.execute(function, passed));
        } catch (InteropException refused) {
            throw LuaError.of(
                    "a foreign function refused its arguments: " + refused.getMessage(), null);
        } finally {
            // Meanwhile the embedder may have let another call have its turn.
            context.setCall(active);
        }
    }

    /** Reads a member, array element (from 1) or hash entry; nil when there is none. */
    @TruffleBoundary
    public static Object index(Object object, Object key) {
        try {
            if (key instanceof Long position && INTEROP.hasArrayElements(object)) {
                return INTEROP.isArrayElementReadable(object, position - 1)
                        ? toLua(INTEROP.readArrayElement(object, position - 1))
                        : NIL;
            }
            if (key instanceof LuaString name
                    && INTEROP.isMemberReadable(object, name.toString())) {
                return toLua(INTEROP.readMember(object, name.toString()));
            }
            if (INTEROP.hasHashEntries(object) && INTEROP.isHashEntryReadable(object, key)) {
                return toLua(INTEROP.readHashValue(object, key));
            }
            return NIL;
        } catch (InteropException gone) {
            return NIL;
        }
    }

    public static boolean isIndexable(Object object) {
        return INTEROP.hasMembers(object)
                || INTEROP.hasArrayElements(object)
                || INTEROP.hasHashEntries(object);
    }

    /** The keys of its hash entries or else the names of its members. */
    @TruffleBoundary
    public static List<Object> keys(Object object) {
        var keys = new ArrayList<>();
        try {
            if (INTEROP.hasHashEntries(object)) {
                var entries = INTEROP.getHashKeysIterator(object);
                while (INTEROP.hasIteratorNextElement(entries)) {
                    keys.add(toLua(INTEROP.getIteratorNextElement(entries)));
                }
            } else if (INTEROP.hasMembers(object)) {
                var names = INTEROP.getMembers(object);
                long count = INTEROP.getArraySize(names);
                for (long i = 0; i < count; i++) {
                    keys.add(toLua(INTEROP.readArrayElement(names, i)));
                }
            }
        } catch (InteropException changed) {
            return keys; // while it was read; those that were found stay valid
        }
        return keys;
    }

    /** Writes a member, array element or hash entry. */
    @TruffleBoundary
    public static void setIndex(Object object, Object key, Object value) {
        try {
            if (key instanceof Long position && INTEROP.hasArrayElements(object)) {
                INTEROP.writeArrayElement(object, position - 1, value);
            } else if (key instanceof LuaString name && INTEROP.hasMembers(object)) {
                INTEROP.writeMember(object, name.toString(), value);
            } else {
                INTEROP.writeHashEntry(object, key, value);
            }
        } catch (InteropException refused) {
            throw LuaError.of("cannot set this field of a foreign value", null);
        }
    }

    @TruffleBoundary
    public static Object length(Object object) {
        try {
            return INTEROP.getArraySize(object);
        } catch (UnsupportedMessageException notAnArray) {
            return NIL;
        }
    }

    @TruffleBoundary
    public static String display(Object object) {
        return String.valueOf(INTEROP.toDisplayString(object));
    }
}
