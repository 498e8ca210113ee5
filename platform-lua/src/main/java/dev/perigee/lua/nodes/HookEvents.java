package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import dev.perigee.lua.nodes.LinePoint.Place;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.ValueList;
import org.jspecify.annotations.Nullable;

/** Turns the execution of a node into what hooks are told: lines, steps and returns. */
final class HookEvents extends ExecutionEventNode {

    /** The steps in which the reference makes the bounds of a loop. */
    private static final int BOUNDS = 3;

    private final Place place;
    private final int values;
    @Child private HookNode before;
    @Child private HookNode after;

    HookEvents(LuaNode node, FunctionRootNode root) {
        place = node.point();
        values = root.info().parameterNames().size() + 1;
        int line = node.line();
        if (place == Place.FUNCTION || place == Place.END) {
            line = root.chunk().lineAt(node.end() - 1);
        }
        int next = place == Place.CONDITION ? root.chunk().lineOfNextWord(node.end()) : line;
        before = new HookNode(line, node.offset());
        after = new HookNode(next, node.offset());
    }

    @Override
    protected void onEnter(VirtualFrame frame) {
        var activation = before.activation(frame);
        if (activation == null) {
            return;
        }
        switch (place) {
            case LOOP -> {
                activation.beginLoop();
                for (int i = 0; i < BOUNDS; i++) {
                    before.count(activation);
                }
            }
            case SILENT_LOOP -> {
                activation.beginLoop();
                return;
            }
            case ROUND_CONDITION -> activation.beginRound();
            case ROUND, STEP -> {
                activation.beginRound();
                before.count(activation);
                return;
            }
            case ITERATION -> {
                activation.jump();
                before.count(activation);
                return;
            }
            default -> {}
        }
        before.count(activation);
        before.reach(activation);
        if (place == Place.BREAK || place == Place.RETURN) {
            activation.leave();
        }
        if (place == Place.END) {
            returns(activation, Calls.NO_VALUES);
        }
    }

    @Override
    protected void onReturnValue(VirtualFrame frame, @Nullable Object result) {
        var activation = after.activation(frame);
        if (activation == null) {
            return;
        }
        switch (place) {
            case LOOP, SILENT_LOOP -> activation.endLoop();
            case CONDITION -> after.reach(activation);
            case STEP, ITERATION -> {
                if (!activation.hasLeft()) {
                    after.reach(activation);
                }
            }
            case RETURN -> {
                // Nothing stands for a call that takes the place of this function.
                if (result != null) {
                    returns(activation, result);
                }
            }
            default -> {}
        }
    }

    private void returns(Activation activation, Object result) {
        if (activation.returns()) {
            after.returning(result instanceof ValueList list ? list.values() : result, values);
        }
    }
}
