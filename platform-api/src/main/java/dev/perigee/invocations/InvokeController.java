package dev.perigee.invocations;

import dev.perigee.functions.FunctionCatalog;
import dev.perigee.functions.FunctionDrafts;
import dev.perigee.functions.FunctionProblems;
import dev.perigee.problems.PerigeeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invokes a function for whoever tries it out; its own failure is an answer that says so. */
@RestController
class InvokeController {

    private static final long MAX_DEADLINE = Duration.ofMinutes(15).toMillis();

    private final Invoker invoker;
    private final JsonMapper json;

    InvokeController(Invoker invoker, JsonMapper json) {
        this.invoker = invoker;
        this.json = json;
    }

    @PostMapping("/api/v1/functions/{name}/invocations")
    Mono<InvokeResponse> invoke(
            @PathVariable String name,
            @RequestParam @Nullable String namespace,
            @RequestBody(required = false) @Nullable InvokeRequest request) {
        var id = FunctionDrafts.id(namespace, name);
        var given = request == null ? new InvokeRequest(null, null, null) : request;
        var alias = given.alias() == null ? FunctionCatalog.LIVE : given.alias();
        return invoker.invoke(
                        new Invoker.Request(
                                id,
                                alias,
                                arguments(given.input()),
                                "management",
                                Invoker.Caller.anonymous(),
                                deadline(given.deadlineMs())))
                .map(completed -> InvokeResponse.of(completed, json))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new PerigeeException(
                                                FunctionProblems.FUNCTION_NOT_FOUND,
                                                "There is no function \"%s\" with the alias \"%s\" in the namespace \"%s\"."
                                                        .formatted(name, alias, id.namespace()))));
    }

    private String arguments(@Nullable JsonNode input) {
        if (input == null || input.isNull()) {
            return "{}";
        }
        return input.isObject()
                ? input.toString()
                : json.createObjectNode().set("body", input).toString();
    }

    private static @Nullable Duration deadline(@Nullable Long millis) {
        if (millis == null) {
            return null;
        }
        if (millis < 1 || millis > MAX_DEADLINE) {
            throw PerigeeException.invalid(
                    "/deadlineMs",
                    "The field \"deadlineMs\" must be between 1 and " + MAX_DEADLINE);
        }
        return Duration.ofMillis(millis);
    }
}
