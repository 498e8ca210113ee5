package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Compiled code settles: code that is left again and again the runtime gives up. */
class CompiledCodeTests {

    /** The field is read from tables of more layouts than a node remembers. */
    private static final String MANY_LAYOUTS =
            """
            local tables = {}
            for i = 1, 10 do tables[i] = {["field" .. i] = i} end
            local function name(t) return t.name end
            for i = 1, 100000 do name(tables[i % #tables + 1]) end
            """;

    @Test
    void aFieldThatManyKindsOfTablesLackIsReadByCompiledCode() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:+UnlockExperimentalVMOptions"));
        command.addAll(List.of("-XX:+EnableJVMCI", "--upgrade-module-path=target/jit"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dpolyglot.engine.AllowExperimentalOptions=true");
        command.add("-Dpolyglot.engine.BackgroundCompilation=false");
        command.add("-Dpolyglot.engine.CompilationFailureAction=Throw");
        command.add("-Djdk.graal.DumpPath=target/graal");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.perigee.lua.launcher.Lua", "-e", MANY_LAYOUTS));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
