package dev.perigee.routes;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/routes")
class RouteController {

    private final RouteRegistry registry;
    private final RouteRepository repository;

    RouteController(RouteRegistry registry, RouteRepository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /** A new route; the method is any when it is left out. */
    record RouteRequest(
            @Nullable String namespace,
            @Nullable String method,
            @Nullable String path,
            @Nullable String function,
            @Nullable JsonNode pipeline,
            @Nullable String channel,
            @Nullable JsonNode filters) {}

    @GetMapping
    Mono<ResponseEntity<List<StoredRoute>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable Long after,
            ServerHttpRequest request) {
        var page = Page.of(limit, null);
        return repository
                .page(namespace, after == null ? 0 : after, page.probe())
                .collectList()
                .map(found -> page.answer(found, request, route -> Long.toString(route.id())));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<StoredRoute> add(@RequestBody RouteRequest request) {
        var errors = new ArrayList<FieldError>();
        var path = required(request.path(), "path", errors);
        var target = target(request, errors);
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return registry.add(
                new RouteDefinition(
                        request.namespace() == null ? "default" : request.namespace(),
                        request.method() == null ? "ANY" : request.method(),
                        path,
                        target,
                        filters(request)));
    }

    private static @Nullable String filters(RouteRequest request) {
        var filters = request.filters();
        return filters == null || filters.isNull() ? null : filters.toString();
    }

    private static RouteTarget target(RouteRequest request, List<FieldError> errors) {
        var pipeline = request.pipeline();
        if (pipeline == null || pipeline.isNull()) {
            return single(request, errors);
        }
        if (!pipeline.isObject()) {
            errors.add(new FieldError("/pipeline", "The field \"pipeline\" must be an object"));
        }
        if (request.function() != null || request.channel() != null) {
            errors.add(
                    new FieldError(
                            "/function", "Give a function, a pipeline or a channel, one of them"));
        }
        return new RouteTarget.Pipeline(pipeline.toString());
    }

    private static RouteTarget single(RouteRequest request, List<FieldError> errors) {
        var channel = request.channel();
        if (channel == null) {
            return RouteTarget.of(required(request.function(), "function", errors));
        }
        if (request.function() != null) {
            errors.add(new FieldError("/function", "Give a function or a channel, not both"));
        }
        return new RouteTarget.Channel(channel);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable long id) {
        return registry.delete(id);
    }

    private static String required(@Nullable String value, String name, List<FieldError> errors) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError("/" + name, "The field \"" + name + "\" is required"));
            return "";
        }
        return value;
    }
}
