package dev.perigee.channels;

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
@RequestMapping("/api/v1/channels/subscriptions")
class SubscriptionController {

    private final SubscriptionRegistry registry;
    private final SubscriptionRepository repository;

    SubscriptionController(SubscriptionRegistry registry, SubscriptionRepository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    @GetMapping
    Mono<ResponseEntity<List<StoredSubscription>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable Long after,
            ServerHttpRequest request) {
        var page = Page.of(limit, null);
        return repository
                .page(namespace, after == null ? 0 : after, page.probe())
                .collectList()
                .map(found -> page.answer(found, request, one -> Long.toString(one.id())));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<StoredSubscription> add(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestBody SubscriptionRequest request) {
        var errors = new ArrayList<FieldError>();
        var subscription = request.subscription(namespace, errors);
        if (subscription == null) {
            throw PerigeeException.invalid(errors);
        }
        return registry.add(subscription);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable long id) {
        return registry.delete(id);
    }
}
