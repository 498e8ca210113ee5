package dev.perigee.triggers;

import dev.perigee.executor.FunctionId;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The functions that triggers name. */
@Component
class TriggerFunctions {

    private final FunctionCatalog catalog;

    TriggerFunctions(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    Optional<ActiveFunction> find(String namespace, String function) {
        return catalog.find(new FunctionId(namespace, function));
    }

    /** Whether that version can be run without being live. */
    void requireVersion(String namespace, String function, String version) {
        if (catalog.find(new FunctionId(namespace, function), version).isEmpty()) {
            throw new PerigeeException(
                    TriggerProblems.INVALID_TRIGGER,
                    "The function \"%s\" in namespace %s has no version %s among its newest five and those with an alias."
                            .formatted(function, namespace, version),
                    List.of(new FieldError("/version", "There is no such version")));
        }
    }

    void require(String namespace, String function) {
        if (find(namespace, function).isEmpty()) {
            throw new PerigeeException(
                    TriggerProblems.INVALID_TRIGGER,
                    "There is no function \"%s\" in namespace %s; deploy it first."
                            .formatted(function, namespace),
                    List.of(new FieldError("/function", "There is no such function")));
        }
    }
}
