package dev.perigee.lua.runtime;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What {@code debug} tells of a Lua function's code. */
public interface FunctionInfo {

    /** The chunk's name as it was given: {@code @file}, {@code =name} or the source itself. */
    String source();

    /** The chunk's name as messages show it. */
    String shortSource();

    int firstLine();

    int lastLine();

    List<String> parameterNames();

    boolean isVararg();

    List<String> upvalueNames();

    /** The lines that have code. */
    SortedSet<Integer> activeLines();

    /** The variables in scope at a call, in order of declaration. */
    List<Local> localsAt(@Nullable Node call);

    /** A variable of an activation. */
    interface Local {
        String name();

        Object get(Frame frame);

        void set(Frame frame, Object value);
    }
}
