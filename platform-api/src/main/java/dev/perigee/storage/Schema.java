package dev.perigee.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The tables of this build, which the migrations on the class path make. */
final class Schema {

    private static final String MIGRATIONS = "db/migration";
    private static final int DIGEST_BYTES = 6;

    private Schema() {}

    /** Twelve hexadecimal digits that are others when any migration is another. */
    static String digest() throws IOException {
        var digest = sha256();
        for (var migration : migrations()) {
            digest.update(name(migration).getBytes(StandardCharsets.UTF_8));
            digest.update(migration.getContentAsByteArray());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }

    static Resource[] migrations() throws IOException {
        var migrations =
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:" + MIGRATIONS + "/*.sql");
        Arrays.sort(migrations, Comparator.comparing(Schema::name));
        return migrations;
    }

    private static String name(Resource migration) {
        return Objects.requireNonNull(migration.getFilename());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Makes them in an empty database, as the application does when it finds none; blocks. */
    static void create(DatabaseUrl url) {
        Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .locations("classpath:" + MIGRATIONS)
                .load()
                .migrate();
    }
}
