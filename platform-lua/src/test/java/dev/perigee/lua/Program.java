package dev.perigee.lua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One of the programs of a file in which each begins with three dashes and its name. */
record Program(String name, String text) {

    static List<Program> read(String file) throws IOException {
        var sections = Files.readString(Path.of("src/test/resources", file)).split("(?m)^--- ");
        return Arrays.stream(sections)
                .skip(1)
                .map(section -> section.split("\n", 2))
                .map(parts -> new Program(parts[0], parts[1]))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
