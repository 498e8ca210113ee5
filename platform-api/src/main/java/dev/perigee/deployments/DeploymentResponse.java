package dev.perigee.deployments;

import dev.perigee.functions.SavedResponse;
import java.util.List;

/** What a deployment came to. */
record DeploymentResponse(
        String project,
        List<SavedResponse> functions,
        List<String> removed,
        int routes,
        int triggers) {

    static DeploymentResponse of(Deployment deployment, Deployed deployed) {
        var events = deployment.events();
        return new DeploymentResponse(
                deployment.project(),
                deployed.functions().stream().map(SavedResponse::of).toList(),
                deployed.removed(),
                deployment.routes().size(),
                events == null ? 0 : events.triggers().size() + events.schedules().size());
    }
}
