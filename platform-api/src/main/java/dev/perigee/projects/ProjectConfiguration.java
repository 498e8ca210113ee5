package dev.perigee.projects;

import dev.perigee.deployments.Deployments;
import dev.perigee.executor.Executor;
import dev.perigee.functions.FunctionDrafts;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves a project from its folder when one is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("perigee.project.directory")
@EnableConfigurationProperties(ProjectProperties.class)
class ProjectConfiguration {

    @Bean
    ProjectPublisher projectPublisher(Deployments deployments, FunctionDrafts drafts) {
        return new DeploymentPublisher(deployments, drafts);
    }

    @Bean
    ProjectServer projectServer(
            ProjectProperties properties,
            Executor executor,
            ProjectPublisher publisher,
            ProjectListeners listeners) {
        Path directory = Objects.requireNonNull(properties.directory());
        return new ProjectServer(
                ProjectFolder.of(directory), executor, publisher, listeners.of(directory));
    }

    @Bean
    ProjectListeners projectListeners(
            ObjectProvider<ProjectListener> listener, ProjectStatus status) {
        return directory -> status.before(listener.getIfAvailable(LogListener::new), directory);
    }

    /** Who hears of the project in a folder. */
    interface ProjectListeners {

        ProjectListener of(Path directory);
    }

    /** Writes to the log when nobody else listens. */
    private static final class LogListener implements ProjectListener {

        private static final Logger LOG = LoggerFactory.getLogger(ProjectServer.class);

        @Override
        public void published(Publication publication) {
            LOG.info(
                    "serving {} routes; changed {}, removed {}",
                    publication.routes(),
                    publication.changed(),
                    publication.removed());
            publication.problems().forEach(problem -> LOG.warn("{}", problem));
        }

        @Override
        public void failed(String reason) {
            LOG.error("{}", reason);
        }
    }
}
