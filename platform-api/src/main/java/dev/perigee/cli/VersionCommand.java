package dev.perigee.cli;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints which Perigee this is and what runs it. */
@Command(
        name = "version",
        description = "Print the version of Perigee and of the Java that runs it.",
        footer = {"", "Example:", "  perigee version"})
final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.print("perigee " + number());
        terminal.print(
                "java %s (%s)"
                        .formatted(
                                System.getProperty("java.runtime.version"),
                                System.getProperty("java.vm.name")));
        return 0;
    }

    static String number() {
        try (var in = VersionCommand.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (in == null) {
                return "unbuilt";
            }
            var build = new Properties();
            build.load(in);
            return build.getProperty("build.version", "unbuilt");
        } catch (IOException e) {
            return "unbuilt";
        }
    }

    /** What {@code --version} prints. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"perigee " + number()};
        }
    }
}
