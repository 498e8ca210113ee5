package dev.perigee.deployments;

import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code project_triggers}. Callers give the transaction. */
@Repository
class ProjectTriggerRepository {

    private final DatabaseClient database;

    ProjectTriggerRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Names of triggers that the project declared before. */
    Flux<String> ownedBy(String namespace, String project) {
        return database.sql(
                        """
                        SELECT name FROM project_triggers
                        WHERE namespace = :namespace AND project = :project ORDER BY name
                        """)
                .bind("namespace", namespace)
                .bind("project", project)
                .map(row -> Objects.requireNonNull(row.get("name", String.class)))
                .all();
    }

    /** Makes these the names that the project declared. */
    Mono<Void> replace(String namespace, String project, List<String> names) {
        return database.sql(
                        """
                        DELETE FROM project_triggers
                        WHERE namespace = :namespace AND project = :project
                        """)
                .bind("namespace", namespace)
                .bind("project", project)
                .then()
                .then(
                        database.sql(
                                        """
                                        INSERT INTO project_triggers (namespace, name, project)
                                        SELECT :namespace, n, :project FROM unnest(:names) AS n
                                        ON CONFLICT (namespace, name)
                                        DO UPDATE SET project = EXCLUDED.project
                                        """)
                                .bind("namespace", namespace)
                                .bind("project", project)
                                .bind("names", names.toArray(String[]::new))
                                .then());
    }

    /** Which of these functions do not exist. */
    Flux<String> missing(String namespace, List<String> functions) {
        return database.sql(
                        """
                        SELECT n FROM unnest(:names) AS n WHERE NOT EXISTS (
                            SELECT FROM functions WHERE namespace = :namespace AND name = n)
                        """)
                .bind("namespace", namespace)
                .bind("names", functions.toArray(String[]::new))
                .map(row -> Objects.requireNonNull(row.get(0, String.class)))
                .all();
    }
}
