package dev.perigee.problems;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A management request that cannot be done. The message is for the caller: a sentence that says
 * what happened and what to do, without secrets or class names.
 */
public final class PerigeeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<FieldError> errors;

    public PerigeeException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public PerigeeException(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, null);
    }

    public PerigeeException(
            ProblemType type, String detail, List<FieldError> errors, @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    /** One field of the request is wrong. */
    public static PerigeeException invalid(String pointer, String detail) {
        return invalid(List.of(new FieldError(pointer, detail)));
    }

    /** These fields of the request are wrong. */
    public static PerigeeException invalid(List<FieldError> errors) {
        var first = errors.getFirst();
        var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new PerigeeException(
                CommonProblems.INVALID_REQUEST, first.detail() + more + ".", errors);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The sentence for the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
