package dev.perigee.projects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes a new project: one function, its route, its test and a page that explains them. */
public final class ProjectTemplate {

    private static final List<String> FILES =
            List.of(
                    "README.md",
                    "app/gateway.lua",
                    "app/hello.lua",
                    "lib/greeting.lua",
                    "config/application.yml",
                    "test/test_hello.lua");

    private ProjectTemplate() {}

    /**
     * Writes the files.
     *
     * @return the paths that were written, in order
     * @throws ProjectException when the directory holds something already or cannot be written
     */
    public static List<String> write(Path directory) {
        refuseUsed(directory);
        var name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
        try {
            for (var file : FILES) {
                var target = directory.resolve(file);
                Files.createDirectories(target.getParent());
                Files.writeString(target, text(file).replace("@name@", name));
            }
            Files.writeString(directory.resolve(".gitignore"), ".perigee/\n.env\n");
        } catch (IOException e) {
            throw new ProjectException("cannot write to \"" + directory + "\": " + e);
        }
        return Stream.concat(FILES.stream(), Stream.of(".gitignore")).toList();
    }

    private static void refuseUsed(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new ProjectException("\"" + directory + "\" is a file; name a new directory");
        }
        if (Files.isDirectory(directory)) {
            try (var entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new ProjectException(
                            "\"%s\" is not empty; name a new directory".formatted(directory));
                }
            } catch (IOException e) {
                throw new ProjectException("cannot read \"" + directory + "\": " + e);
            }
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = ProjectTemplate.class.getResourceAsStream("template/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the template lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
