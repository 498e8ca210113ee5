package dev.perigee.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what people write on a command line: JSON, files, times and sizes. */
final class Texts {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]*)");

    /** How the program could be told to accept it, which is not up to who reads the message. */
    private static final Pattern ADVICE = Pattern.compile(":? *enable `.*", Pattern.DOTALL);

    private Texts() {}

    /** The text itself, that of {@code @FILE}, or standard input for {@code -}. */
    static String read(String text) {
        try {
            if (text.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return text.startsWith("@") ? Files.readString(Path.of(text.substring(1))) : text;
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(
                    "cannot read \"" + text + "\": there is no such file", e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailedException("cannot read \"" + text + "\": " + e.getMessage(), e);
        }
    }

    static JsonNode json(String what, String text) {
        try {
            return ManagementClient.JSON.readTree(text);
        } catch (JacksonException e) {
            throw new CommandFailedException(
                    "the "
                            + what
                            + " is not JSON: "
                            + ADVICE.matcher(e.getOriginalMessage()).replaceAll(""),
                    e);
        }
    }

    /** Milliseconds of a duration such as {@code 30s}, {@code 12h} or {@code 7d}. */
    static @Nullable Long millis(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var amount = AMOUNT.matcher(text.strip());
        var unit =
                amount.matches()
                        ? switch (amount.group(2).toLowerCase(Locale.ROOT)) {
                            case "ms" -> 1;
                            case "s" -> 1_000;
                            case "m" -> 60_000;
                            case "h" -> 3_600_000;
                            case "d" -> 86_400_000;
                            default -> 0;
                        }
                        : 0;
        if (unit > 0) {
            return Math.multiplyExact(Long.parseLong(amount.group(1)), (long) unit);
        }
        throw new CommandFailedException(
                "\"" + text + "\" is no duration; write it like 500ms, 30s, 15m, 12h or 7d");
    }

    /** Bytes of a size such as {@code 500MB} or {@code 2GB}. */
    static @Nullable Long bytes(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var amount = AMOUNT.matcher(text.strip());
        var shift =
                amount.matches()
                        ? switch (amount.group(2).toUpperCase(Locale.ROOT)) {
                            case "", "B" -> 0;
                            case "KB" -> 10;
                            case "MB" -> 20;
                            case "GB" -> 30;
                            case "TB" -> 40;
                            default -> -1;
                        }
                        : -1;
        if (shift < 0) {
            throw new CommandFailedException(
                    "\"" + text + "\" is no size; write it like 500MB or 2GB");
        }
        return Long.parseLong(amount.group(1)) << shift;
    }
}
