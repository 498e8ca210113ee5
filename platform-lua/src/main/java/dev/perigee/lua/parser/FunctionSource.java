package dev.perigee.lua.parser;

import java.util.List;

/**
 * A function outside its chunk: what {@code string.dump} keeps of it.
 *
 * @param name the chunk's name as it was given
 * @param text from the function's first token to its {@code end}; a whole chunk when the line is 0
 * @param line where it begins
 * @param kind whether it has a parameter {@code self} that the text does not show, and whether its
 *     lines are forgotten
 * @param upvalues the names of what it captures, in order
 */
public record FunctionSource(String name, byte[] text, int line, Kind kind, List<String> upvalues) {

    /** Two properties of a function. */
    public record Kind(boolean isMethod, boolean isStripped) {}

    public FunctionSource {
        upvalues = List.copyOf(upvalues);
    }
}
