package dev.perigee.deployments;

import dev.perigee.channels.Subscription;
import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.functions.FunctionDraft;
import dev.perigee.functions.FunctionDrafts;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/deployments")
class DeploymentController {

    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");

    private final Deployments deployments;
    private final FunctionDrafts drafts;

    DeploymentController(Deployments deployments, FunctionDrafts drafts) {
        this.deployments = deployments;
        this.drafts = drafts;
    }

    @PostMapping
    Mono<DeploymentResponse> publish(@RequestBody DeploymentRequest request) {
        var deployment = deployment(request);
        return deployments
                .publish(deployment)
                .map(deployed -> DeploymentResponse.of(deployment, deployed));
    }

    private Deployment deployment(DeploymentRequest request) {
        var errors = new ArrayList<FieldError>();
        var namespace = request.namespace() == null ? "default" : request.namespace();
        var project = request.project();
        if (project == null || !PROJECT.matcher(project).matches() || project.equals("api")) {
            errors.add(
                    new FieldError(
                            "/project",
                            "The field \"project\" must name the project, by letters and digits,"
                                    + " and not \"api\""));
            project = "";
        }
        var functions = functions(request, new Owner(namespace, project), errors);
        var routes = routes(request, namespace, errors);
        var events = events(request, namespace, errors);
        var subscribers = subscribers(request, namespace, errors);
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return new Deployment(namespace, project, functions, routes, events, subscribers);
    }

    private static @Nullable List<Subscription> subscribers(
            DeploymentRequest request, String namespace, List<FieldError> errors) {
        if (request.subscribers() == null) {
            return null;
        }
        var below = new ArrayList<FieldError>();
        var subscribers =
                SubscriptionRequest.subscriptions(request.subscribers(), namespace, below);
        below.forEach(error -> errors.add(error.below("/subscribers")));
        return subscribers;
    }

    private static @Nullable EventsDeclaration events(
            DeploymentRequest request, String namespace, List<FieldError> errors) {
        if (request.events() == null) {
            return null;
        }
        var below = new ArrayList<FieldError>();
        var declaration = request.events().declaration(namespace, below);
        below.forEach(error -> errors.add(error.below("/events")));
        return declaration;
    }

    private record Owner(String namespace, String project) {}

    private List<FunctionDraft> functions(
            DeploymentRequest request, Owner owner, List<FieldError> errors) {
        var requested = request.functions();
        if (requested == null) {
            errors.add(new FieldError("/functions", "The field \"functions\" is required"));
            return List.of();
        }
        var functions = new ArrayList<FunctionDraft>();
        for (var at = 0; at < requested.size(); at++) {
            var parent = "/functions/" + at;
            var function = requested.get(at);
            try {
                functions.add(
                        drafts.draft(
                                FunctionDrafts.id(owner.namespace(), function.name()),
                                function.with(request.sharedFiles(), request.environment()),
                                owner.project()));
            } catch (PerigeeException e) {
                e.errors().forEach(error -> errors.add(error.below(parent)));
            }
        }
        return functions;
    }

    private static List<RouteDefinition> routes(
            DeploymentRequest request, String namespace, List<FieldError> errors) {
        var routes = new ArrayList<RouteDefinition>();
        var requested = request.routes() == null ? List.<RouteRequest>of() : request.routes();
        for (var at = 0; at < requested.size(); at++) {
            routes.add(requested.get(at).definition(namespace, "/routes/" + at, errors));
        }
        return routes;
    }
}
