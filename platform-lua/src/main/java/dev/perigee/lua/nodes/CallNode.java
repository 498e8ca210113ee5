package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Suspension;
import dev.perigee.lua.runtime.TailCall;
import org.jspecify.annotations.Nullable;

/** A call, with or without a receiver; carries out the tail calls that its callee hands back. */
@SuppressWarnings("ReferenceEquality") // Nodes are told apart by identity.
final class CallNode extends ExpressionNode implements Caller {

    @Child private Target target;
    @Child private Arguments arguments;
    @Child private InvokeNode invoke = InvokeNodeGen.create();
    @Child private @Nullable InvokeNode tailInvoke;
    private final BranchProfile severalValues = BranchProfile.create();
    private final BranchProfile tailCalls = BranchProfile.create();
    private final @Nullable String name;

    CallNode(Target target, Arguments arguments, @Nullable String name) {
        this.target = target;
        this.arguments = arguments;
        this.name = name;
    }

    @Override
    public @Nullable String calleeName() {
        return name;
    }

    @Override
    public boolean isTail(Node call) {
        for (var at = call; at != null && at != this; at = at.getParent()) {
            if (at == tailInvoke) {
                return true;
            }
        }
        return false;
    }

    /** Evaluates what is called and its arguments, in the reference's order. */
    abstract static class Target extends Node {
        abstract TailCall execute(VirtualFrame frame, Arguments arguments);
    }

    /** {@code f(…)}. */
    static final class PlainTarget extends Target {
        @Child private ExpressionNode function;

        PlainTarget(ExpressionNode function) {
            this.function = function;
        }

        @Override
        TailCall execute(VirtualFrame frame, Arguments arguments) {
            return new TailCall(function.execute(frame), arguments.execute(frame, 1));
        }
    }

    /** {@code receiver:name(…)}. */
    static final class MethodTarget extends Target {
        @Child private ExpressionNode receiver;
        @Child private FieldReadNode method;

        MethodTarget(ExpressionNode receiver, FieldReadNode method) {
            this.receiver = receiver;
            this.method = method;
        }

        @Override
        TailCall execute(VirtualFrame frame, Arguments arguments) {
            var self = receiver.execute(frame);
            var function = method.executeWith(self);
            var passed = arguments.execute(frame, 2);
            passed[1] = self;
            return new TailCall(function, passed);
        }
    }

    @Override
    Object execute(VirtualFrame frame) {
        var result = executeMultiple(frame);
        if (result instanceof Object[] values) {
            severalValues.enter();
            return values.length == 0 ? NIL : values[0];
        }
        return result;
    }

    @Override
    Object executeMultiple(VirtualFrame frame) {
        return execute(executeTail(frame));
    }

    /** The same where its function can be left. */
    Object executeAt(YieldPoint point, VirtualFrame frame) {
        var call = executeTail(frame);
        return point.suspends(frame, call.function(), call.arguments())
                ? Suspension.SUSPENDED
                : execute(call);
    }

    private Object execute(TailCall call) {
        var result = invoke.execute(call.function(), call.arguments(), name);
        return result instanceof TailCall tail ? finish(tail) : result;
    }

    /**
     * Calls what is not a Lua function at once, so that errors have this function's line, as in the
     * reference; any other call is left to the caller of the current function.
     */
    Object executeInTailPosition(VirtualFrame frame) {
        var call = executeTail(frame);
        boolean leave =
                call.function() instanceof LuaFunction function
                        ? !function.isBuiltin()
                        : call.function() instanceof LuaTable;
        return leave ? call : invoke.execute(call.function(), call.arguments(), name);
    }

    /** Everything but the call itself, which is left to the caller of the current function. */
    TailCall executeTail(VirtualFrame frame) {
        return target.execute(frame, arguments);
    }

    private Object finish(TailCall first) {
        tailCalls.enter();
        Object result = first;
        int count = 0;
        while (result instanceof TailCall(Object function, Object[] passed)) {
            result = tail().execute(function, passed, name);
            count++;
        }
        LoopNode.reportLoopCount(this, count);
        return result;
    }

    private InvokeNode tail() {
        var known = tailInvoke;
        if (known == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            known = atomic(this::addTail);
        }
        return known;
    }

    /** Once: frames on the stack refer to it, perhaps those of other threads. */
    private InvokeNode addTail() {
        var made = tailInvoke;
        if (made == null) {
            made = insert(InvokeNodeGen.create());
            tailInvoke = made;
        }
        return made;
    }
}
