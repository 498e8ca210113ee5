package dev.perigee.problems;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the caller's words why a JSON body cannot be read. */
final class JsonErrors {

    private JsonErrors() {}

    static FieldError describe(JacksonException error) {
        var pointer = pointer(error);
        return switch (error) {
            case UnrecognizedPropertyException unknown ->
                    new FieldError(
                            pointer,
                            "The field \"%s\" is not known; known are %s"
                                    .formatted(unknown.getPropertyName(), known(unknown)));
            case MismatchedInputException mismatch ->
                    new FieldError(
                            pointer,
                            pointer.isEmpty()
                                    ? "The body must be a JSON " + noun(mismatch.getTargetType())
                                    : "The field \"%s\" must be a %s"
                                            .formatted(pointer, noun(mismatch.getTargetType())));
            case StreamReadException broken ->
                    new FieldError("", "The body is not valid JSON" + at(broken));
            default -> new FieldError(pointer, "The body is not valid JSON");
        };
    }

    static String noun(@Nullable Class<?> type) {
        if (type == null) {
            return "value of another type";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "string";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "array";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "object";
        }
        return type.getPackageName().startsWith("java.time") ? "time" : "value of another type";
    }

    private static String known(UnrecognizedPropertyException error) {
        var ids = error.getKnownPropertyIds();
        return ids == null
                ? "none"
                : ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String at(StreamReadException error) {
        var location = error.getLocation();
        return location == null
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String pointer(JacksonException error) {
        return error.getPath().stream()
                .map(
                        step ->
                                step.getPropertyName() == null
                                        ? "/" + step.getIndex()
                                        : "/" + escape(step.getPropertyName()))
                .collect(Collectors.joining());
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
