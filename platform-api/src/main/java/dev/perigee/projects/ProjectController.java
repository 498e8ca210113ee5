package dev.perigee.projects;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectController {

    private final ProjectStatus status;

    ProjectController(ProjectStatus status) {
        this.status = status;
    }

    /**
     * The projects that this process serves from their folders; none where nothing is developed.
     */
    @GetMapping("/api/v1/projects")
    List<ServedProject> list() {
        return status.served().stream().toList();
    }
}
