package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Coroutine.CoroutineClosed;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Metatables;
import dev.perigee.lua.runtime.Suspension;
import dev.perigee.lua.runtime.TailCall;
import org.jspecify.annotations.Nullable;

/**
 * Closes a to-be-closed variable when its scope ends, however it ends (section 3.3.8): also by an
 * error or because its coroutine is closed, but not by an interrupt, which no guest code may delay.
 */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class CloseNode extends Node implements Caller {

    @Child private ExpressionNode variable;
    @Child private Unwinding unwinding = new Unwinding();

    CloseNode(ExpressionNode variable) {
        this.variable = variable;
    }

    /** Calls a handler while an error leaves the scope. */
    private static final class Unwinding extends Node implements Caller {
        @Override
        public String calleeName() {
            return "metamethod 'close'";
        }

        @Override
        public boolean isUnwinding() {
            return true;
        }
    }

    @Override
    public String calleeName() {
        return "metamethod 'close'";
    }

    void require(VirtualFrame frame, String name, Node location) {
        require(variable.execute(frame), name, location);
    }

    @TruffleBoundary
    private static void require(Object value, String name, Node location) {
        if (value != NIL
                && value != Boolean.FALSE
                && Metatables.metamethod(value, Metamethod.CLOSE) == NIL) {
            throw LuaError.of("variable '" + name + "' got a non-closable value", location);
        }
    }

    /**
     * Runs a statement, or its rest, and closes the value afterwards; a pending tail call is made
     * before that.
     */
    @Nullable Object during(VirtualFrame frame, StatementNode body, @Nullable Suspension from) {
        Object result;
        try {
            result = from == null ? body.execute(frame) : body.resume(frame, from);
            if (result == Suspension.SUSPENDED) {
                return result;
            }
            if (result instanceof TailCall(Object function, Object[] arguments)) {
                result = Calls.call(this, function, arguments);
            }
        } catch (AbstractTruffleException error) {
            if (LuaError.isCatchable(error)) {
                close(unwinding, variable.execute(frame), LuaError.valueOf(error));
            }
            throw error;
        } catch (StackOverflowError deep) {
            var error = LuaError.stackOverflow();
            close(unwinding, variable.execute(frame), error.value());
            throw error;
        } catch (CoroutineClosed closed) {
            throw closeWith(variable.execute(frame), closed);
        }
        close(this, variable.execute(frame), NIL);
        return result;
    }

    @TruffleBoundary
    private CoroutineClosed closeWith(Object value, CoroutineClosed closed) {
        try {
            close(unwinding, value, closed.error());
            return closed;
        } catch (LuaError inHandler) {
            return new CoroutineClosed(inHandler);
        }
    }

    @TruffleBoundary
    private static void close(Node location, Object value, Object error) {
        if (value != NIL && value != Boolean.FALSE) {
            var handler = Metatables.metamethod(value, Metamethod.CLOSE);
            Calls.handler(location, handler, value, error);
        }
    }

    /** The statements behind the declaration of a to-be-closed variable. */
    static final class Scope extends StatementNode {
        @Child private StatementNode rest;
        @Child private CloseNode close;
        private final String name;

        Scope(ExpressionNode variable, StatementNode rest, String name) {
            close = new CloseNode(variable);
            this.rest = rest;
            this.name = name;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            close.require(frame, name, this);
            return close.during(frame, rest, null);
        }

        @Override
        PointRange points() {
            return rest.points();
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            return close.during(frame, rest, from);
        }
    }
}
