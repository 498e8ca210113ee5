package dev.perigee.lua.parser;

import dev.perigee.lua.parser.Statement.Jump;
import dev.perigee.lua.parser.Statement.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a block and the gotos that still look for theirs. A goto may reach a label of its
 * own or of an enclosing block, forwards or backwards, but not jump into the scope of a local
 * (section 3.3.4).
 */
final class BlockScope {

    final @Nullable BlockScope parent;
    final boolean isLoop;
    final int firstLocal;
    private final List<KnownLabel> labels = new ArrayList<>();
    private final List<PendingGoto> pending = new ArrayList<>();

    private record KnownLabel(Jump jump, int locals) {}

    /** A goto that waits; {@code locals} shrinks when it leaves a block. */
    private static final class PendingGoto {
        final String name;
        final Span span;
        final Reference target;
        int locals;

        PendingGoto(String name, Span span, Reference target, int locals) {
            this.name = name;
            this.span = span;
            this.target = target;
            this.locals = locals;
        }
    }

    BlockScope(@Nullable BlockScope parent, boolean isLoop, int firstLocal) {
        this.parent = parent;
        this.isLoop = isLoop;
        this.firstLocal = firstLocal;
    }

    boolean insideLoop() {
        return isLoop || (parent != null && parent.insideLoop());
    }

    void requireNewLabel(String name, Span at) {
        for (BlockScope scope = this; scope != null; scope = scope.parent) {
            for (var label : scope.labels) {
                if (label.jump.name().equals(name)) {
                    var message =
                            "label '"
                                    + name
                                    + "' already defined on line "
                                    + label.jump.span().line();
                    throw new LuaSyntaxException(message, at, false);
                }
            }
        }
    }

    /** Adds a label; at the end of a block it counts as standing before the block's locals. */
    Jump addLabel(String name, Span at, FunctionScope function, boolean last) {
        var jump = new Jump(name, at);
        int locals = last ? firstLocal : function.visibleLocals();
        labels.add(new KnownLabel(jump, locals));
        pending.removeIf(
                waiting -> {
                    if (!waiting.name.equals(name)) {
                        return false;
                    }
                    requireSameScope(waiting, locals, function);
                    waiting.target.bind(jump);
                    return true;
                });
        return jump;
    }

    private static void requireSameScope(PendingGoto waiting, int locals, FunctionScope function) {
        if (waiting.locals < locals) {
            var entered = function.visibleAt(waiting.locals).name();
            var message =
                    "<goto "
                            + waiting.name
                            + "> at line "
                            + waiting.span.line()
                            + " jumps into the scope of local '"
                            + entered
                            + "'";
            throw new LuaSyntaxException(message, waiting.span, false);
        }
    }

    void addGoto(String name, Span span, FunctionScope function, Reference target) {
        for (BlockScope scope = this; scope != null; scope = scope.parent) {
            for (var label : scope.labels) {
                if (label.jump.name().equals(name)) {
                    target.bind(label.jump);
                    return;
                }
            }
        }
        pending.add(new PendingGoto(name, span, target, function.visibleLocals()));
    }

    void close() {
        for (var waiting : pending) {
            if (parent == null) {
                throw new LuaSyntaxException(
                        "no visible label '"
                                + waiting.name
                                + "' for <goto> at line "
                                + waiting.span.line(),
                        waiting.span,
                        false);
            }
            waiting.locals = Math.min(waiting.locals, firstLocal);
            parent.pending.add(waiting);
        }
    }
}
