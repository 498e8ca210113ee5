package dev.perigee.lua.parser;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A statement of the syntax tree; jumps are already checked and bound to their labels. */
public sealed interface Statement {

    Span span();

    /** {@code local a, b <attr> = …}. */
    record Local(Span span, List<LocalVariable> variables, List<Expression> values)
            implements Statement {}

    /** {@code local function f}: the variable is in scope inside the body. */
    record LocalFunction(Span span, LocalVariable variable, Expression.Function function)
            implements Statement {}

    /** {@code a, b.c = …}. */
    record Assign(Span span, List<Expression> targets, List<Expression> values)
            implements Statement {}

    /** A call whose values are dropped. */
    record CallStatement(Span span, Expression call) implements Statement {}

    /** {@code do … end}. */
    record Do(Span span, Block block) implements Statement {}

    /** {@code while condition do … end}. */
    record While(Span span, Expression condition, Block block) implements Statement {}

    /** {@code repeat … until condition}; the condition sees the block's locals. */
    record Repeat(Span span, Block block, Expression condition) implements Statement {}

    /** {@code if … elseif … else … end}. */
    record If(Span span, List<Branch> branches, @Nullable Block otherwise) implements Statement {}

    /** A condition and what it guards. */
    record Branch(Expression condition, Block block) {}

    /**
     * {@code for v = start, limit, step do … end}.
     *
     * @param state the first of three hidden locals
     */
    record NumericFor(
            Span span, LocalVariable variable, LocalVariable state, Range range, Block block)
            implements Statement {}

    /** The bounds of a numeric loop. */
    record Range(Expression start, Expression limit, @Nullable Expression step) {}

    /**
     * {@code for a, b in values do … end}.
     *
     * @param control the first of four hidden locals: iterator, state, control and closing value
     */
    record GenericFor(
            Span span,
            List<LocalVariable> variables,
            LocalVariable control,
            List<Expression> values,
            Block block)
            implements Statement {}

    /** {@code return …}. */
    record Return(Span span, List<Expression> values) implements Statement {}

    /** {@code break}. */
    record Break(Span span) implements Statement {}

    /** {@code goto name}. */
    record Goto(Span span, Reference reference) implements Statement {}

    /** {@code ::name::}. */
    record Label(Span span, Jump jump) implements Statement {}

    /** A label's identity, shared by the label and the gotos that lead to it. */
    record Jump(String name, Span span) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Leads from a goto to its label, which may stand further down; bound when parsing ends. */
    final class Reference {
        private @Nullable Jump jump;

        Reference() {}

        void bind(Jump label) {
            jump = label;
        }

        public Jump jump() {
            return Objects.requireNonNull(jump);
        }
    }
}
