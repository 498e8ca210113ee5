package dev.perigee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inputs with the text that is expected of each beside it: {@code NAME.json} and {@code NAME.txt}.
 */
public final class GoldenFiles {

    private GoldenFiles() {}

    /** The inputs in a directory beside the test's resources, in their order. */
    public static Stream<Path> in(Class<?> test, String directory, String ending)
            throws IOException {
        var files =
                Path.of("src", "test", "resources", test.getPackageName().replace('.', '/'))
                        .resolve(directory);
        try (var all = Files.list(files)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }

    /** What is expected of this input. */
    public static List<String> lines(Path input) throws IOException {
        return Files.readAllLines(expected(input));
    }

    /** With {@code -Dgolden.write=true} what came becomes what is expected. */
    public static void writeWhenWanted(Path input, List<String> came) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected(input), String.join("\n", came) + "\n");
        }
    }

    private static Path expected(Path input) {
        return input.resolveSibling(
                input.getFileName().toString().replaceFirst("\\.\\w+$", ".txt"));
    }
}
