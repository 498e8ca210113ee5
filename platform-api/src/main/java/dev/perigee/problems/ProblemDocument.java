package dev.perigee.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** An RFC 9457 document. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        List<FieldError> errors) {

    static ProblemDocument of(PerigeeException exception, String instance) {
        var type = exception.type();
        return new ProblemDocument(
                type.uri().toString(),
                type.title(),
                type.status(),
                exception.detail(),
                instance,
                exception.errors());
    }
}
