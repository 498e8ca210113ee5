package dev.perigee.lua.builtins;

import com.oracle.truffle.api.TruffleFile;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.LuaTable;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a context: the standard streams, the default input and output, and what was written
 * and still waits in memory.
 */
public final class OpenFiles {

    private final LuaTable metatable = new LuaTable(0, 8);
    private final Set<LuaFile> pending = new LinkedHashSet<>();
    private final LuaFile stdin;
    private final LuaFile stdout;
    private final LuaFile stderr;
    private LuaFile input;
    private LuaFile output;

    public OpenFiles(LuaContext context) {
        var env = context.env();
        stdin = standard(ByteStream.of(env.in(), null));
        stdout = standard(ByteStream.of(null, env.out()));
        stderr = standard(ByteStream.of(null, env.err()));
        input = stdin;
        output = stdout;
    }

    private LuaFile standard(ByteStream stream) {
        var file = new LuaFile(stream, true);
        file.setMetatable(metatable);
        return file;
    }

    static OpenFiles current() {
        return LuaContext.get(null).files();
    }

    LuaTable metatable() {
        return metatable;
    }

    LuaFile stdin() {
        return stdin;
    }

    LuaFile stdout() {
        return stdout;
    }

    LuaFile stderr() {
        return stderr;
    }

    LuaFile input() {
        return input;
    }

    void setInput(LuaFile file) {
        input = file;
    }

    LuaFile output() {
        return output;
    }

    void setOutput(LuaFile file) {
        output = file;
    }

    /** Notes that a file may have to be written out. */
    void touched(LuaFile file) {
        if (file.hasPending()) {
            pending.add(file);
        }
    }

    /** Writes out what waits, so that whoever looks at a file finds all of it. */
    public void flushAll() {
        if (pending.isEmpty()) {
            return;
        }
        var files = List.copyOf(new ArrayList<>(pending));
        pending.clear();
        for (var file : files) {
            try {
                if (!file.isClosed()) {
                    file.flush();
                }
            } catch (IOException lost) {
                // As when a C program ends with a full disk: nobody is left to be told.
            }
        }
    }

    /** Opens a file of the embedder's file system in one of C's modes. */
    LuaFile open(TruffleFile file, String mode) throws IOException {
        flushAll();
        boolean writable = !mode.startsWith("r") || mode.indexOf('+') >= 0;
        var access = new ByteStream.Access(writable, mode.startsWith("a"));
        var channel = file.newByteChannel(options(mode));
        var opened = new LuaFile(ByteStream.of(channel, access), false);
        opened.setMetatable(metatable);
        return opened;
    }

    private static Set<? extends OpenOption> options(String mode) {
        var options = EnumSet.noneOf(StandardOpenOption.class);
        boolean update = mode.indexOf('+') >= 0;
        char kind = mode.charAt(0);
        if (kind == 'r' || update) {
            options.add(StandardOpenOption.READ);
        }
        if (kind != 'r' || update) {
            options.add(StandardOpenOption.WRITE);
        }
        if (kind != 'r') {
            options.add(StandardOpenOption.CREATE);
        }
        if (kind == 'w') {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        return options;
    }
}
