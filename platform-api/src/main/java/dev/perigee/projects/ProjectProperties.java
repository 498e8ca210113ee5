package dev.perigee.projects;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The project that this process serves from its folder.
 *
 * @param directory the folder; none unless it was started by {@code perigee dev}
 */
@ConfigurationProperties("perigee.project")
record ProjectProperties(@Nullable Path directory) {}
