package dev.perigee.projects;

import dev.perigee.channels.Subscription;
import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.deployments.Deployment;
import dev.perigee.deployments.Deployments;
import dev.perigee.deployments.EventsDeclaration;
import dev.perigee.functions.BundleRequest;
import dev.perigee.functions.FunctionDraft;
import dev.perigee.functions.FunctionDrafts;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.projects.Project.ProjectRoute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Publishes in this process, the way that a deployment over HTTP does. */
final class DeploymentPublisher implements ProjectPublisher {

    private final Deployments deployments;
    private final FunctionDrafts drafts;

    DeploymentPublisher(Deployments deployments, FunctionDrafts drafts) {
        this.deployments = deployments;
        this.drafts = drafts;
    }

    @Override
    public Mono<Published> publish(Release release) {
        return Mono.fromSupplier(() -> deployment(release))
                .flatMap(deployments::publish)
                .map(deployed -> new Published(deployed.removed()));
    }

    private Deployment deployment(Release release) {
        var project = ProjectRequest.projectName(release.project());
        var functions =
                release.functions().stream()
                        .map(function -> draft(function, release, project))
                        .toList();
        var routes = release.routes().stream().map(ProjectRoute::definition).toList();
        return new Deployment(
                ProjectFolder.NAMESPACE,
                project,
                functions,
                routes,
                events(release),
                subscribers(release));
    }

    private static @Nullable List<Subscription> subscribers(Release release) {
        if (release.subscribers() == null) {
            return null;
        }
        var errors = new ArrayList<FieldError>();
        var subscribers =
                SubscriptionRequest.subscriptions(
                        release.subscribers(), ProjectFolder.NAMESPACE, errors);
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return subscribers;
    }

    private static @Nullable EventsDeclaration events(Release release) {
        if (release.events() == null) {
            return null;
        }
        var errors = new ArrayList<FieldError>();
        var declaration = release.events().declaration(ProjectFolder.NAMESPACE, errors);
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return declaration;
    }

    private FunctionDraft draft(ProjectFunction function, Release release, String project) {
        var request =
                new BundleRequest(
                        function.runtime(),
                        function.handler(),
                        null,
                        ProjectRequest.texts(function.files()),
                        ProjectRequest.binaries(function.files()),
                        release.environment(),
                        null);
        return drafts.draft(
                FunctionDrafts.id(ProjectFolder.NAMESPACE, function.name()), request, project);
    }
}
