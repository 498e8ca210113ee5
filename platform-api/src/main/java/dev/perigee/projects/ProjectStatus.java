package dev.perigee.projects;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Remembers what became of the last change to the served project. Written by one thread. */
@Component
class ProjectStatus {

    private volatile @Nullable ServedProject served;

    Optional<ServedProject> served() {
        return Optional.ofNullable(served);
    }

    /** Hears what happens to the project in this folder, and passes it on. */
    ProjectListener before(ProjectListener next, Path directory) {
        var name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
        return new ProjectListener() {

            @Override
            public void published(Publication publication) {
                remember(publication.routes(), publication.problems(), null);
                next.published(publication);
            }

            @Override
            public void failed(String reason) {
                var before = served;
                remember(
                        before == null ? 0 : before.routes(),
                        before == null ? List.of() : before.problems(),
                        reason);
                next.failed(reason);
            }

            private void remember(
                    int routes, List<ProjectProblem> problems, @Nullable String failure) {
                served =
                        new ServedProject(
                                name,
                                directory.toString(),
                                Instant.now(),
                                routes,
                                problems,
                                failure);
            }
        };
    }
}
