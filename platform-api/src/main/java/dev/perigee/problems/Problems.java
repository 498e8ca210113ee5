package dev.perigee.problems;

import io.r2dbc.spi.R2dbcException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;

/** What an error of any library means to the caller. */
public final class Problems {

    private Problems() {}

    /** Never shows the error's own text, unless it was written for callers. */
    public static PerigeeException of(Throwable error) {
        if (error instanceof PerigeeException known) {
            return known;
        }
        if (find(error, DataBufferLimitException.class) != null) {
            return new PerigeeException(
                    CommonProblems.TOO_LARGE, "The body is larger than this interface takes.");
        }
        return switch (error) {
            case WebExchangeBindException binding -> invalid(binding);
            case ServerWebInputException input -> invalid(input);
            case ResponseStatusException status -> of(status);
            default ->
                    isDatabaseOut(error)
                            ? new PerigeeException(
                                    CommonProblems.DATABASE_UNAVAILABLE,
                                    "The database does not answer; try again in a moment.",
                                    List.of(),
                                    error)
                            : internal(error);
        };
    }

    private static PerigeeException internal(Throwable error) {
        return new PerigeeException(
                CommonProblems.INTERNAL,
                "This is an error of the platform; its log says more.",
                List.of(),
                error);
    }

    private static boolean isDatabaseOut(Throwable error) {
        if (find(error, DataAccessResourceFailureException.class) != null
                || find(error, CannotCreateTransactionException.class) != null) {
            return true;
        }
        var database = find(error, R2dbcException.class);
        if (database == null) {
            return false;
        }
        var state = database.getSqlState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    private static PerigeeException invalid(WebExchangeBindException error) {
        return PerigeeException.invalid(
                error.getFieldErrors().stream()
                        .map(
                                field ->
                                        new FieldError(
                                                field.getField(),
                                                "The parameter \"%s\" has a value of the wrong type"
                                                        .formatted(field.getField())))
                        .toList());
    }

    private static PerigeeException invalid(ServerWebInputException error) {
        var json = find(error, JacksonException.class);
        if (json != null) {
            return PerigeeException.invalid(List.of(JsonErrors.describe(json)));
        }
        var parameter = error.getMethodParameter();
        if (parameter == null || parameter.getParameterName() == null) {
            return PerigeeException.invalid("", "The request could not be read");
        }
        var name = String.valueOf(parameter.getParameterName());
        var reason =
                error.getCause() == null
                        ? "is required"
                        : "must be a " + JsonErrors.noun(parameter.getParameterType());
        return name.equals("body") || name.equals("request")
                ? PerigeeException.invalid("", "A JSON object is required as the body")
                : PerigeeException.invalid(name, "The parameter \"" + name + "\" " + reason);
    }

    private static PerigeeException of(ResponseStatusException error) {
        return switch (error.getStatusCode().value()) {
            case 404 ->
                    new PerigeeException(CommonProblems.NOT_FOUND, "No resource has this address.");
            case 405 ->
                    new PerigeeException(
                            CommonProblems.METHOD_NOT_ALLOWED,
                            "This address does not take "
                                    + (error instanceof MethodNotAllowedException refused
                                            ? refused.getHttpMethod()
                                            : "this method")
                                    + "; the header Allow names what it takes.");
            case 406 ->
                    new PerigeeException(
                            CommonProblems.NOT_ACCEPTABLE,
                            "This address answers with other media types than Accept names.");
            case 413 ->
                    new PerigeeException(
                            CommonProblems.TOO_LARGE,
                            "The body is larger than this interface takes.");
            case 415 ->
                    new PerigeeException(
                            CommonProblems.UNSUPPORTED_MEDIA_TYPE,
                            "Send the body as application/json.");
            case 400 -> PerigeeException.invalid("", "The request could not be read");
            default -> internal(error);
        };
    }

    private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> wanted) {
        var depth = 0;
        for (Throwable at = error; at != null && depth < 20; at = at.getCause(), depth++) {
            if (wanted.isInstance(at)) {
                return wanted.cast(at);
            }
        }
        return null;
    }
}
