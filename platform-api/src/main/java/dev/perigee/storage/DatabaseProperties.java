package dev.perigee.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which database the platform uses.
 *
 * @param url a PostgreSQL server; none means the embedded one
 * @param binariesDirectory where the embedded server's programs are unpacked; when not set, {@code
 *     postgresql} below the data directory, in development {@code perigee/postgresql} of the user's
 *     cache directory
 */
@ConfigurationProperties("perigee.database")
record DatabaseProperties(@Nullable String url, @Nullable Path binariesDirectory) {}
