package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.routes.RouteRegistry;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/routes/import")
class LuraImportController {

    private final LuraReader reader;
    private final RouteRegistry registry;

    LuraImportController(LuraReader reader, RouteRegistry registry) {
        this.reader = reader;
        this.registry = registry;
    }

    /** What was imported, and what of the file has no effect here. */
    record ImportResponse(int routes, List<Mistake> notices) {}

    @PostMapping
    Mono<ImportResponse> add(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam(defaultValue = "lura") String owner,
            @RequestBody JsonNode file) {
        var service = reader.read(file, namespace);
        if (!service.mistakes().isEmpty()) {
            throw PerigeeException.invalid(
                    service.mistakes().stream()
                            .map(each -> new FieldError(each.pointer(), each.message()))
                            .toList());
        }
        var routes = LuraDocuments.routes(service, file, namespace);
        return registry.publish(namespace, owner, routes)
                .thenReturn(new ImportResponse(routes.size(), service.notices()));
    }
}
