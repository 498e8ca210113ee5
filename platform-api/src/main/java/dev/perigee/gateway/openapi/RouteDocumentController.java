package dev.perigee.gateway.openapi;

import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.routes.RouteRegistry;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/routes")
class RouteDocumentController {

    private final RouteRegistry registry;

    RouteDocumentController(RouteRegistry registry) {
        this.registry = registry;
    }

    /** What was imported, and what of the document has no effect here. */
    record OpenApiImportResponse(int routes, List<Mistake> notices) {}

    @GetMapping("/openapi")
    Mono<JsonNode> document(@RequestParam(defaultValue = "default") String namespace) {
        return registry.definitions(namespace)
                .map(routes -> OpenApiDocument.of("The gateway's routes in " + namespace, routes));
    }

    @PostMapping("/import/openapi")
    Mono<OpenApiImportResponse> add(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam(defaultValue = "openapi") String owner,
            @RequestParam(defaultValue = "") String host,
            @RequestBody JsonNode document) {
        var imported = OpenApiReader.read(document, namespace, host);
        if (!imported.mistakes().isEmpty()) {
            throw PerigeeException.invalid(
                    imported.mistakes().stream()
                            .map(each -> new FieldError(each.pointer(), each.message()))
                            .toList());
        }
        return registry.publish(namespace, owner, imported.routes())
                .thenReturn(
                        new OpenApiImportResponse(imported.routes().size(), imported.notices()));
    }
}
