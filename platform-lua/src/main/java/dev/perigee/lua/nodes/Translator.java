package dev.perigee.lua.nodes;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.FrameSlotKind;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.parser.FunctionBody;
import dev.perigee.lua.parser.FunctionSource;
import dev.perigee.lua.parser.LocalVariable;
import dev.perigee.lua.parser.Parser;
import dev.perigee.lua.parser.Span;
import java.util.HashMap;
import java.util.Map;

/** Makes nodes of a function's syntax tree. One translator serves one function. */
public final class Translator {

    final LuaLanguage language;
    final Chunk chunk;
    final FunctionBody function;
    private final ExpressionTranslator expressions = new ExpressionTranslator(this);
    private final StatementTranslator statements = new StatementTranslator(this, expressions);
    private final Map<Integer, SlotKind> kinds = new HashMap<>();
    private int slots;
    private int points;
    private int suspensionSlot = FunctionRootNode.NO_SLOT;

    private Translator(LuaLanguage language, Chunk chunk, FunctionBody function) {
        this.language = language;
        this.chunk = chunk;
        this.function = function;
        slots = function.slots();
    }

    /**
     * Parses a chunk. Its call target takes the closure at argument 0; the closure's one upvalue is
     * {@code _ENV}, in a cell when {@link Compiled#environmentInCell} says so.
     *
     * @throws dev.perigee.lua.parser.LuaSyntaxException when the chunk is not Lua
     */
    public static Compiled compile(LuaLanguage language, Chunk chunk) {
        var body = Parser.parse(chunk.bytes());
        var target =
                new Translator(language, chunk, body).target(new Span(0, chunk.bytes().length, 0));
        return new Compiled(target, body.upvalues().getFirst().variable().inCell());
    }

    /** The code of a single function. */
    static RootCallTarget compile(LuaLanguage language, Chunk chunk, FunctionSource function) {
        var body = Parser.parse(function);
        var span = new Span(0, chunk.bytes().length, function.line());
        return new Translator(language, chunk, body).target(span);
    }

    /** A chunk's code, and whether it assigns {@code _ENV} itself. */
    public record Compiled(RootCallTarget target, boolean environmentInCell) {}

    RootCallTarget translate(FunctionBody inner, Span span) {
        return new Translator(language, chunk, inner).target(span);
    }

    private RootCallTarget target(Span span) {
        var parameters = function.parameters();
        var declarations = new StatementNode[parameters.size()];
        for (int i = 0; i < declarations.length; i++) {
            declarations[i] = declare(parameters.get(i), new Variables.Argument(i));
        }
        var body = statements.body(function.block(), span);
        var frame = FrameDescriptor.newBuilder(slots);
        frame.defaultValueIllegal();
        frame.addSlots(slots, FrameSlotKind.Illegal);
        var header = new FunctionRootNode.Header(chunk, function, span, suspensionSlot);
        return new FunctionRootNode(language, frame.build(), header, declarations, body)
                .getCallTarget();
    }

    /** How many frame slots there are so far. */
    int slots() {
        return slots;
    }

    /** Frame slots beside those of the variables. */
    int newSlots(int count) {
        int first = slots;
        slots += count;
        return first;
    }

    /** The number of a place where the function can be left and go on later. */
    int newPoint() {
        if (points == 0) {
            suspensionSlot = newSlots(1);
        }
        return points++;
    }

    /** Holds the suspension in the frame of a coroutine's first function. */
    int suspensionSlot() {
        return suspensionSlot;
    }

    DeclareNode declare(LocalVariable variable, ExpressionNode value) {
        return variable.inCell()
                ? new Variables.CellDeclare(variable.slot(), value)
                : write(value, variable.slot());
    }

    /** A write to a slot. */
    LocalWriteNode write(ExpressionNode value, int slot) {
        return new LocalWriteNode(value, slot, kind(slot));
    }

    LocalReadNode read(int slot) {
        return new LocalReadNode(slot, kind(slot));
    }

    private SlotKind kind(int slot) {
        return kinds.computeIfAbsent(slot, unseen -> new SlotKind());
    }

    static <N extends LuaNode> N placed(N node, Span span) {
        node.place(span);
        return node;
    }
}
