package dev.perigee.lua.launcher;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code lua [options] [script [args]]} with the options, the table {@code arg}, the messages and
 * the exit codes of the reference interpreter.
 */
public final class Lua {

    /** Deep recursion is a Lua error, but should not be one sooner than in the reference. */
    private static final long STACK_SIZE = 256L << 20;

    /** As many as the reference's stack has room for. */
    static final int CALL_DEPTH = 200_000;

    /** In bytes: the machine is the program's own. */
    static final int MAX_STRING = 128 << 20;

    private Lua() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    /** Runs a command line on a thread with a deep stack; returns the exit code. */
    public static int run(String[] arguments) throws InterruptedException {
        var code = new AtomicInteger(1);
        Runnable command = () -> code.set(execute(arguments));
        var thread = new Thread(null, command, "lua", STACK_SIZE);
        thread.start();
        thread.join();
        return code.get();
    }

    private static int execute(String[] arguments) {
        CommandLine command;
        try {
            command = CommandLine.parse(arguments);
        } catch (IllegalArgumentException unknown) {
            PrintStream errors = System.err;
            errors.println("lua: " + unknown.getMessage());
            errors.print(CommandLine.USAGE);
            return 1;
        }
        try (var session = new Session(command)) {
            return session.run();
        }
    }
}
