package dev.perigee.cli;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.lura.LuraFile;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.lura.LuraService;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads files of Lura's for commands. */
final class LuraCheck {

    private LuraCheck() {}

    static LuraService read(Path file) {
        return new LuraReader(Encodings.builtIn(), Set.of())
                .read(document(file).document(), "default");
    }

    static String hash(Path file) {
        return document(file).hash();
    }

    private static LuraFile document(Path file) {
        try {
            return LuraFile.read(file);
        } catch (LuraFile.UnreadableException unreadable) {
            throw new CommandFailedException(String.valueOf(unreadable.getMessage()));
        }
    }

    /** The service when it can be served; else the command fails with everything that is wrong. */
    static LuraService verified(Path file) {
        try {
            return read(file).verified();
        } catch (InvalidConfigurationException invalid) {
            throw new CommandFailedException(
                    invalid.mistakes().stream()
                            .map(Mistake::toString)
                            .collect(Collectors.joining("\n  ", "'%s':\n  ".formatted(file), "")));
        }
    }
}
