package dev.perigee.lua.nodes;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Shortcut;
import org.jspecify.annotations.Nullable;

/** A function of the standard library. */
public final class BuiltinRootNode extends RootNode implements LuaCode {

    private final String name;
    private final @Nullable Shortcut shortcut;
    private final Builtin body;
    private final BranchProfile unusual = BranchProfile.create();
    private final Assumption unhooked;
    @Child private @Nullable HookNode hook;

    public BuiltinRootNode(
            LuaLanguage language, String name, @Nullable Shortcut shortcut, Builtin body) {
        super(language);
        this.name = name;
        this.shortcut = shortcut;
        this.body = body;
        unhooked = language.unhooked();
    }

    @Override
    public Object execute(VirtualFrame frame) {
        var arguments = frame.getArguments();
        if (!unhooked.isValid()) {
            hook().called(arguments, arguments.length - 1);
        }
        var result = call(arguments);
        if (!unhooked.isValid()) {
            hook().returning(result, arguments.length);
        }
        return result;
    }

    private Object call(Object[] arguments) {
        if (shortcut != null) {
            var result = shortcut.call(arguments);
            if (result != null) {
                return result;
            }
            unusual.enter();
        }
        return body.call(new Args(name, this, arguments));
    }

    private HookNode hook() {
        var known = hook;
        if (known == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            known = insert(new HookNode(0, -1));
            hook = known;
        }
        return known;
    }

    @Override
    public String getName() {
        return name;
    }
}
