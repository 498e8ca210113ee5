package dev.perigee.projects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a project in memory, by their path inside it, with forward slashes. */
record ProjectFiles(SortedMap<String, byte[]> contents) {

    /** A source file of this size is a mistake, such as a data file in the wrong folder. */
    static final int MAX_FILE_BYTES = 4 << 20;

    private static final Set<String> NO_SOURCES = Set.of("node_modules", "target");

    /** Reads the folders that exist; what cannot be read becomes a problem. */
    static ProjectFiles read(
            Path root, Collection<String> folders, Collection<ProjectProblem> problems) {
        var contents = new TreeMap<String, byte[]>();
        for (var folder : folders) {
            var start = root.resolve(folder);
            if (Files.isDirectory(start)) {
                walk(start, new Reader(root, contents, problems));
            }
        }
        return new ProjectFiles(contents);
    }

    /** Whether a file or folder of this name is none of a project's, such as an editor's copy. */
    static boolean isIgnored(Path path) {
        var name = path.getFileName().toString();
        return name.startsWith(".")
                || name.startsWith("#")
                || name.endsWith("~")
                || NO_SOURCES.contains(name);
    }

    static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    boolean has(String path) {
        return contents.containsKey(path);
    }

    byte[] bytes(String path) {
        var content = contents.get(path);
        if (content == null) {
            throw new IllegalArgumentException("no file " + path);
        }
        return content;
    }

    String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    List<String> under(String folder) {
        return contents.keySet().stream().filter(path -> path.startsWith(folder)).toList();
    }

    private static void walk(Path start, Reader reader) {
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 32, reader);
        } catch (IOException e) {
            reader.problem(start, e);
        }
    }

    private static final class Reader extends SimpleFileVisitor<Path> {

        private final Path root;
        private final SortedMap<String, byte[]> contents;
        private final Collection<ProjectProblem> problems;

        Reader(Path root, SortedMap<String, byte[]> contents, Collection<ProjectProblem> problems) {
            this.root = root;
            this.contents = contents;
            this.problems = problems;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isIgnored(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isIgnored(file)) {
                try {
                    if (attributes.size() > MAX_FILE_BYTES) {
                        problems.add(tooLarge(file, attributes.size()));
                    } else {
                        contents.put(relative(root, file), Files.readAllBytes(file));
                    }
                } catch (IOException e) {
                    problem(file, e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A file that vanished between listing and reading was an editor's; it is no problem.
            if (Files.exists(file)) {
                problem(file, e);
            }
            return FileVisitResult.CONTINUE;
        }

        void problem(Path file, IOException e) {
            if (Files.exists(file)) {
                problems.add(
                        ProjectProblem.of(
                                relative(root, file),
                                "cannot be read (" + e.getMessage() + "); check its permissions"));
            }
        }

        private ProjectProblem tooLarge(Path file, long size) {
            return ProjectProblem.of(
                    relative(root, file),
                    "has %d MB, more than the %d MB of a source file; move data out of app/ and lib/"
                            .formatted(size >> 20, MAX_FILE_BYTES >> 20));
        }
    }
}
