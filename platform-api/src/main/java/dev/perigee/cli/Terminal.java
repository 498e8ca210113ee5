package dev.perigee.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where commands write. Results go to standard output, everything about how it is going to standard
 * error; colour and motion only to a terminal, and not when {@code NO_COLOR} is set.
 */
final class Terminal {

    private final PrintStream out;
    private final PrintStream error;
    private final boolean colour;
    private final boolean moving;

    private Terminal(PrintStream out, PrintStream error, boolean colour, boolean moving) {
        this.out = out;
        this.error = error;
        this.colour = colour;
        this.moving = moving;
    }

    @SuppressWarnings("SystemConsoleNull") // null without the module jdk.internal.le
    static Terminal ofProcess(Map<String, String> environment) {
        var console = System.console();
        var terminal = console != null && console.isTerminal();
        var colour =
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                stream(FileDescriptor.out), stream(FileDescriptor.err), colour, terminal);
    }

    /** A terminal without colour or motion. */
    static Terminal plain(PrintStream out, PrintStream error) {
        return new Terminal(out, error, false, false);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    PrintStream out() {
        return out;
    }

    PrintStream error() {
        return error;
    }

    boolean hasColour() {
        return colour;
    }

    /** Whether lines may be drawn over. */
    boolean isMoving() {
        return moving;
    }

    void print(String line) {
        out.println(line);
    }

    /** A line beside the result. */
    void note(String line) {
        error.println(line);
    }

    /** What went wrong and what to do, in one line. */
    void fail(String message) {
        error.println(red("perigee: ") + message);
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String red(String text) {
        return styled("31", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String yellow(String text) {
        return styled("33", text);
    }

    String cyan(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
