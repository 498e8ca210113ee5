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

@RestController
@RequestMapping("/api/v1/routes")
class RouteController {

    private final RouteRegistry registry;
    private final RouteRepository repository;

    RouteController(RouteRegistry registry, RouteRepository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    @GetMapping
    Mono<ResponseEntity<List<StoredRoute>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable Long after,
            ServerHttpRequest request) {
        var page = Page.of(limit, null);
        return repository
                .page(namespace, after == null ? 0 : after, page.probe())
                .map(StoredRoute::withoutSecrets)
                .collectList()
                .map(found -> page.answer(found, request, route -> Long.toString(route.id())));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<StoredRoute> add(@RequestBody RouteRequest request) {
        var errors = new ArrayList<FieldError>();
        var namespace = request.namespace() == null ? "default" : request.namespace();
        var route = request.definition(namespace, "", errors);
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return registry.add(route).map(StoredRoute::withoutSecrets);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable long id) {
        return registry.delete(id);
    }
}
