package dev.perigee.lua.launcher;

import dev.perigee.lua.launcher.CommandLine.Action;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** One run of {@code lua}: a context with the machine's files, streams and environment. */
final class Session implements AutoCloseable {

    static final String VERSION = "Lua 5.4 (Perigee)";

    /**
     * Runs a function so that an error comes back as a message with a traceback, and gives the
     * launcher what it needs of the libraries, whatever the program does to its globals.
     */
    private static final String SUPPORT =
            """
            local xpcall, type, tostring = xpcall, type, tostring
            local load, loadfile, require, warn = load, loadfile, require, warn
            local traceback, getmetatable = debug.traceback, debug.getmetatable
            local unpack = table.unpack
            local function handler(message)
              if type(message) == "string" then return traceback(message, 2) end
              local meta = getmetatable(message)
              if meta and meta.__tostring then return tostring(message) end
              return traceback("(error object is a " .. type(message) .. " value)", 2)
            end
            local support = {}
            function support.arguments(list, script)
              arg = {}
              for i = 1, #list do arg[i - script - 1] = list[i] end
              arg[-script - 1] = "lua"
            end
            local function run(f, ...)
              local ok, message = xpcall(f, handler, ...)
              return not ok and message or nil
            end
            function support.execute(code)
              local f, message = load(code, "=(command line)")
              if f then return run(f) end
              return message
            end
            function support.require(global, module)
              return run(function() _G[global] = require(module) end)
            end
            function support.warnings() warn("@on") end
            function support.script(file)
              local f, message = loadfile(file)
              if f then return run(f, unpack(arg)) end
              return message
            end
            return support
            """;

    private final CommandLine command;
    private final Context context;
    private final Value support;
    private boolean finished;

    Session(CommandLine command) {
        this.command = command;
        context =
                Context.newBuilder("lua")
                        .allowIO(IOAccess.ALL)
                        .allowEnvironmentAccess(EnvironmentAccess.INHERIT)
                        .allowCreateThread(true)
                        .option("lua.strict", Boolean.toString(command.strict()))
                        .option("lua.call-depth", Integer.toString(Lua.CALL_DEPTH))
                        .option("lua.max-string", Integer.toString(Lua.MAX_STRING))
                        .option("lua.collect-garbage", "true")
                        .option("lua.hooks", "true")
                        .option("lua.finalize-at-close", "true")
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
        support = context.eval("lua", SUPPORT);
    }

    /** Returns the exit code. */
    int run() {
        try {
            var list = ProxyArray.fromList(List.copyOf(command.arguments()));
            support.invokeMember("arguments", list, command.script());
            var failure = actions();
            if (failure == null && command.readsInput()) {
                failure = message(support.invokeMember("script"));
            } else if (failure == null && command.hasScript()) {
                var file = command.arguments().get(command.script());
                failure = message(support.invokeMember("script", file));
            }
            if (failure != null) {
                System.out.flush();
                System.err.println("lua: " + failure);
            }
            finished = true;
            return failure == null ? 0 : 1;
        } catch (PolyglotException ended) {
            if (ended.isExit()) {
                return ended.getExitStatus();
            }
            System.out.flush();
            System.err.println("lua: " + ended.getMessage());
            return 1;
        }
    }

    private @Nullable String actions() {
        for (var action : command.actions()) {
            var failure =
                    switch (action) {
                        case Action.Execute(var code) ->
                                message(support.invokeMember("execute", code));
                        case Action.Require(var global, var module) ->
                                message(support.invokeMember("require", global, module));
                        case Action.Warnings _ -> message(support.invokeMember("warnings"));
                        case Action.Version _ -> {
                            System.out.println(VERSION);
                            yield null;
                        }
                    };
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private static @Nullable String message(Value result) {
        return result.isNull() ? null : result.asString();
    }

    @Override
    public void close() {
        try {
            context.close(!finished);
        } catch (PolyglotException | IllegalStateException ended) {
            context.close(true); // what a finalizer fails with at the end has nobody to hear it
        }
    }
}
