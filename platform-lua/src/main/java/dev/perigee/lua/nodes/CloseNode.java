package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;
import dev.perigee.lua.runtime.TailCall;
import org.jspecify.annotations.Nullable;

/** Closes a to-be-closed variable when its scope ends, however it ends (section 3.3.8). */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class CloseNode extends Node {

    @TruffleBoundary
    void require(Object value, String name, Node location) {
        if (value != NIL
                && value != Boolean.FALSE
                && Metatables.metamethod(value, Metamethod.CLOSE) == NIL) {
            throw LuaError.of("variable '" + name + "' got a non-closable value", location);
        }
    }

    /**
     * Runs a statement and closes the value afterwards; a pending tail call is made before that.
     */
    @Nullable Object during(VirtualFrame frame, StatementNode body, Object value) {
        Object result;
        try {
            result = body.execute(frame);
            if (result instanceof TailCall(Object function, Object[] arguments)) {
                result = Calls.call(function, arguments);
            }
        } catch (LuaError error) {
            close(value, error.value());
            throw error;
        } catch (Throwable unwinding) {
            close(value, NIL);
            throw unwinding;
        }
        close(value, NIL);
        return result;
    }

    @TruffleBoundary
    private static void close(Object value, Object error) {
        if (value != NIL && value != Boolean.FALSE) {
            var handler = Metatables.metamethod(value, Metamethod.CLOSE);
            Calls.call(handler, value, error);
        }
    }

    /** The statements behind the declaration of a to-be-closed variable. */
    static final class Scope extends StatementNode {
        @Child private ExpressionNode variable;
        @Child private StatementNode rest;
        @Child private CloseNode close = new CloseNode();
        private final String name;

        Scope(ExpressionNode variable, StatementNode rest, String name) {
            this.variable = variable;
            this.rest = rest;
            this.name = name;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            var value = variable.execute(frame);
            close.require(value, name, this);
            return close.during(frame, rest, value);
        }
    }
}
