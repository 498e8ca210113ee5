package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Foreign;
import dev.perigee.lua.runtime.LuaFunction;
import java.util.List;

/**
 * {@code pairs} of a value of another language: the keys it has when the traversal begins, with the
 * values they have when their turn comes.
 */
final class ForeignPairs {

    private final Object object;
    private final long elements;
    private final List<Object> keys;
    private long position;

    private ForeignPairs(Object object) {
        this.object = object;
        elements = Foreign.length(object) instanceof Long size ? size : 0;
        keys = Foreign.keys(object);
    }

    /** What {@code pairs} gives. */
    @TruffleBoundary
    static Object of(Object object) {
        var step = LuaContext.get(null).language().builtin("foreign_iterator", ForeignPairs::step);
        var iterator = new LuaFunction(step, new Object[] {new ForeignPairs(object)});
        return new Object[] {iterator, object, NIL};
    }

    @TruffleBoundary
    private static Object step(Args args) {
        return ((ForeignPairs) args.callee().upvalues()[0]).next();
    }

    private Object next() {
        while (position < elements + keys.size()) {
            long at = position++;
            Object key = at < elements ? (Object) (at + 1) : keys.get((int) (at - elements));
            var value = Foreign.index(object, key);
            if (value != NIL) {
                return new Object[] {key, value};
            }
            TruffleSafepoint.poll(null);
        }
        return NIL;
    }
}
