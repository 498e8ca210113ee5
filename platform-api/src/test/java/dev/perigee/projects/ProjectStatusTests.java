package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.projects.ProjectListener.Publication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectStatusTests {

    private static final ProjectProblem PROBLEM =
            new ProjectProblem("app/hello.lua", 3, "'end' expected");

    private final List<String> heard = new ArrayList<>();
    private final ProjectStatus status = new ProjectStatus();
    private final ProjectListener listener =
            status.before(
                    new ProjectListener() {
                        @Override
                        public void published(Publication publication) {
                            heard.add("published");
                        }

                        @Override
                        public void failed(String reason) {
                            heard.add(reason);
                        }
                    },
                    Path.of("/projects/shop"));

    @Test
    void knowsNoProjectUntilOneWasRead() {
        assertThat(status.served()).isEmpty();
    }

    @Test
    void remembersTheLastReadingAndPassesItOn() {
        listener.published(publication(2, List.of(PROBLEM)));

        var served = status.served().orElseThrow();
        assertThat(served.name()).isEqualTo("shop");
        assertThat(served.routes()).isEqualTo(2);
        assertThat(served.problems()).containsExactly(PROBLEM);
        assertThat(served.failure()).isNull();
        assertThat(heard).containsExactly("published");
    }

    @Test
    void forgetsProblemsThatWereMended() {
        listener.published(publication(2, List.of(PROBLEM)));
        listener.published(publication(2, List.of()));

        assertThat(status.served().orElseThrow().problems()).isEmpty();
    }

    @Test
    void keepsWhatIsServedWhenNothingCouldBeTakenOver() {
        listener.published(publication(2, List.of(PROBLEM)));
        listener.failed("the database is away");

        var served = status.served().orElseThrow();
        assertThat(served.routes()).isEqualTo(2);
        assertThat(served.failure()).isEqualTo("the database is away");
        assertThat(heard).containsExactly("published", "the database is away");
    }

    private static Publication publication(int routes, List<ProjectProblem> problems) {
        return new Publication(List.of("hello"), List.of(), routes, problems, Duration.ZERO);
    }
}
