package dev.perigee.lua.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line of {@code lua}.
 *
 * @param actions what {@code -e}, {@code -l} and {@code -v} ask for, in order
 * @param arguments all of it, as the table {@code arg} shows it
 * @param script index of the script among the arguments, or the number of arguments
 * @param strict whether only the language and libraries of Lua 5.4 are there
 */
record CommandLine(List<Action> actions, List<String> arguments, int script, boolean strict) {

    static final String USAGE =
            """
            usage: lua [options] [script [args]]
            Available options are:
              -e stat   execute string 'stat'
              -l mod    require library 'mod' into global 'mod'
              -l g=mod  require library 'mod' into global 'g'
              -v        show version information
              -E        ignore environment variables
              -W        turn warnings on
              --strict  Lua 5.4 without the functions of older versions
              --        stop handling options
              -         stop handling options and execute stdin
            """;

    /** One step before the script. */
    sealed interface Action {

        /** {@code -e}. */
        record Execute(String code) implements Action {}

        /** {@code -l}. */
        record Require(String global, String module) implements Action {}

        /** {@code -v}. */
        record Version() implements Action {}

        /** {@code -W}. */
        record Warnings() implements Action {}
    }

    static CommandLine parse(String[] given) {
        var actions = new ArrayList<Action>();
        boolean strict = false;
        int at = 0;
        while (at < given.length && given[at].startsWith("-") && !given[at].equals("-")) {
            var option = given[at++];
            if (option.equals("--")) {
                break;
            }
            if (option.equals("--strict")) {
                strict = true;
                continue;
            }
            switch (option.substring(0, 2)) {
                case "-v" -> actions.add(new Action.Version());
                case "-W" -> actions.add(new Action.Warnings());
                case "-E" -> {}
                case "-e", "-l" -> {
                    boolean attached = option.length() > 2;
                    if (!attached && at == given.length) {
                        throw new IllegalArgumentException("'" + option + "' needs argument");
                    }
                    var value = attached ? option.substring(2) : given[at++];
                    actions.add(
                            option.startsWith("-e") ? new Action.Execute(value) : require(value));
                }
                default ->
                        throw new IllegalArgumentException("unrecognized option '" + option + "'");
            }
        }
        return new CommandLine(List.copyOf(actions), List.of(given), at, strict);
    }

    private static Action require(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? new Action.Require(value, value)
                : new Action.Require(value.substring(0, equals), value.substring(equals + 1));
    }

    boolean hasScript() {
        return script < arguments.size();
    }

    /** Whether standard input is the program. */
    boolean readsInput() {
        return hasScript() ? arguments.get(script).equals("-") : actions.isEmpty();
    }
}
