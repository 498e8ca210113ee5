package dev.perigee.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Documents in JSON or YAML, as commands are given them. */
final class DocumentFile {

    private DocumentFile() {}

    static JsonNode read(Path file) {
        var name = String.valueOf(file.getFileName());
        try {
            var text = Files.readString(file);
            return name.endsWith(".yml") || name.endsWith(".yaml")
                    ? ManagementClient.JSON.valueToTree(yaml(text))
                    : ManagementClient.JSON.readTree(text);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file \"" + file + "\"", e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "\"%s\" cannot be read: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException | YAMLException e) {
            throw new CommandFailedException(
                    "\"%s\" is not well-formed: %s".formatted(file, Failures.sentence(e)), e);
        }
    }

    private static Object yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }
}
