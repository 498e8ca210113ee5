package dev.perigee.functions;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes drafts of what callers send, naming every field that is wrong. */
@Component
public class FunctionDrafts {

    private static final Map<String, String> EXTENSIONS =
            Map.of("lua", "main.lua", "javascript", "main.js");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int MAX_PATH = 255;
    private static final int MAX_VARIABLES = 500;
    private static final int MAX_ENVIRONMENT = 256 << 10;

    private final Executor executor;
    private final FunctionProperties properties;

    FunctionDrafts(Executor executor, FunctionProperties properties) {
        this.executor = executor;
        this.properties = properties;
    }

    /** Reads a name, refusing unsafe ones. */
    public static FunctionId id(@Nullable String namespace, @Nullable String name) {
        try {
            return new FunctionId(
                    namespace == null ? "default" : namespace, name == null ? "" : name);
        } catch (IllegalArgumentException e) {
            var field =
                    String.valueOf(e.getMessage()).startsWith("namespace") ? "namespace" : "name";
            throw PerigeeException.invalid("/" + field, sentence(e));
        }
    }

    private static String sentence(IllegalArgumentException error) {
        var message = String.valueOf(error.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1);
    }

    /** Errors with {@link PerigeeException} that lists everything that is wrong. */
    public FunctionDraft draft(FunctionId id, BundleRequest request, @Nullable String owner) {
        var errors = new ArrayList<FieldError>();
        var runtime = runtime(request, errors);
        var files = files(request, runtime, errors);
        var handler = handler(request, runtime, files, errors);
        if (request.environment() != null) {
            errors.addAll(environmentErrors(request.environment(), "/environment"));
        }
        if (request.limits() != null) {
            errors.addAll(request.limits().errors());
        }
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        var hash = CodeHash.of(id, runtime, handler, files);
        var code = new FunctionCode(id, hash, 0, runtime, handler, files);
        return new FunctionDraft(code, owner, request.environment(), request.limits());
    }

    /** What is wrong with these variables. */
    public static List<FieldError> environmentErrors(Map<String, String> variables, String at) {
        var errors = new ArrayList<FieldError>();
        var size = 0L;
        for (var variable : variables.entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()) {
                errors.add(
                        new FieldError(
                                at,
                                "The variable name \"%s\" must be letters, digits and underscores"
                                        .formatted(variable.getKey())));
            }
            // JSON can put a null where the type promises a string.
            if ((Object) variable.getValue() == null || variable.getValue().indexOf('\0') >= 0) {
                errors.add(
                        new FieldError(
                                at,
                                "The variable \"%s\" must have a string without NUL as its value"
                                        .formatted(variable.getKey())));
            } else {
                size += variable.getKey().length() + variable.getValue().length();
            }
        }
        if (variables.size() > MAX_VARIABLES || size > MAX_ENVIRONMENT) {
            errors.add(
                    new FieldError(
                            at,
                            "A function has at most %d variables of %d characters together"
                                    .formatted(MAX_VARIABLES, MAX_ENVIRONMENT)));
        }
        return errors;
    }

    private String runtime(BundleRequest request, List<FieldError> errors) {
        var runtime = request.runtime();
        if (runtime != null && executor.runtimes().contains(runtime)) {
            return runtime;
        }
        var known = String.join(", ", new TreeSet<>(executor.runtimes()));
        errors.add(
                new FieldError(
                        "/runtime",
                        runtime == null
                                ? "The field \"runtime\" is required; known runtimes are " + known
                                : "The runtime \"%s\" is not known; known are %s"
                                        .formatted(runtime, known)));
        return "";
    }

    private Map<String, byte[]> files(
            BundleRequest request, String runtime, List<FieldError> errors) {
        var files = new HashMap<String, byte[]>();
        if (request.source() != null) {
            var path = request.handler() == null ? EXTENSIONS.get(runtime) : request.handler();
            files.put(path == null ? "main" : path, utf8(request.source()));
        }
        request.filesOrNone().forEach((path, text) -> files.put(path, utf8(text)));
        request.binaryFilesOrNone()
                .forEach(
                        (path, text) -> {
                            try {
                                files.put(path, Base64.getDecoder().decode(text));
                            } catch (IllegalArgumentException e) {
                                errors.add(
                                        new FieldError(
                                                "/binaryFiles",
                                                "The file \"%s\" is not Base64".formatted(path)));
                            }
                        });
        if (files.isEmpty() && errors.isEmpty()) {
            errors.add(new FieldError("/files", "The field \"files\" or \"source\" is required"));
        }
        files.keySet().stream()
                .filter(path -> !isSafe(path))
                .forEach(
                        path ->
                                errors.add(
                                        new FieldError(
                                                "/files",
                                                "The path \"%s\" must be relative, with forward slashes and without \"..\""
                                                        .formatted(path))));
        checkSize(files, errors);
        return files;
    }

    private void checkSize(Map<String, byte[]> files, List<FieldError> errors) {
        var size = files.values().stream().mapToLong(content -> content.length).sum();
        if (files.size() > properties.maxFiles() || size > properties.maxBundle().toBytes()) {
            errors.add(
                    new FieldError(
                            "/files",
                            "A version has at most %d files of %d bytes together"
                                    .formatted(
                                            properties.maxFiles(),
                                            properties.maxBundle().toBytes())));
        }
    }

    private static String handler(
            BundleRequest request,
            String runtime,
            Map<String, byte[]> files,
            List<FieldError> errors) {
        var handler = request.handler();
        if (handler == null && files.size() == 1) {
            handler = files.keySet().iterator().next();
        }
        if (handler == null) {
            handler = EXTENSIONS.getOrDefault(runtime, "main");
        }
        if (!files.isEmpty() && !files.containsKey(handler)) {
            errors.add(
                    new FieldError(
                            "/handler",
                            "The handler \"%s\" is not among the files".formatted(handler)));
        }
        return handler;
    }

    private static boolean isSafe(String path) {
        if (path.isBlank()
                || path.length() > MAX_PATH
                || path.indexOf('\\') >= 0
                || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static byte[] utf8(@Nullable String text) {
        return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    }
}
