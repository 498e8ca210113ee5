package dev.perigee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTemplateTests {

    @TempDir private Path directory;
    private PostgresTemplate template;
    private Path cluster;
    private Path password;

    @BeforeEach
    void makeACluster() throws IOException {
        template = templateOf("a1");
        cluster = Files.createDirectories(directory.resolve("first/cluster"));
        Files.createDirectory(cluster.resolve("base"));
        Files.writeString(cluster.resolve("base/1"), "a table");
        Files.writeString(cluster.resolve("PG_VERSION"), "18");
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
        password = Files.writeString(directory.resolve("first/password"), "secret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void copiesNothingBeforeAClusterWasKept() throws Exception {
        assertThat(copy()).isFalse();
        assertThat(copied("cluster")).doesNotExist();
    }

    @Test
    void copiesFilesAndPasswordWithTheirPermissions() throws Exception {
        template.keep(cluster, password);

        assertThat(copy()).isTrue();
        assertThat(copied("cluster/base/1")).hasContent("a table");
        assertThat(copied("password")).hasContent("secret");
        assertThat(permissions("cluster")).isEqualTo("rwx------");
        assertThat(permissions("password")).isEqualTo("rw-------");
    }

    @Test
    void replacesThePasswordOfAStartThatWasKilled() throws Exception {
        template.keep(cluster, password);
        Files.createDirectories(directory.resolve("second"));
        Files.writeString(copied("password"), "of the killed start");

        assertThat(copy()).isTrue();
        assertThat(copied("password")).hasContent("secret");
    }

    @Test
    void keepsTheFirstOfTwo() throws Exception {
        template.keep(cluster, password);
        Files.writeString(password, "another");
        template.keep(cluster, password);

        assertThat(copy()).isTrue();
        assertThat(copied("password")).hasContent("secret");
    }

    @Test
    void forgetsATemplateThatIsNotWhole() throws Exception {
        template.keep(cluster, password);
        Files.delete(directory.resolve("18.6.0-cluster-3-a1/cluster/base/1"));

        assertThat(copy()).isFalse();
        assertThat(copied("cluster")).doesNotExist();
        assertThat(directory.resolve("18.6.0-cluster-3-a1")).doesNotExist();
    }

    @Test
    void isForOneSetOfTables() throws Exception {
        template.keep(cluster, password);

        template = templateOf("b2");

        assertThat(copy()).isFalse();
    }

    @Test
    void keepsNoClusterWhoseServerWasKilled() throws Exception {
        Files.createFile(cluster.resolve("postmaster.pid"));
        template.keep(cluster, password);

        assertThat(copy()).isFalse();
    }

    @Test
    void deletesTemplatesThatWereNotCopiedForAMonth() throws Exception {
        var forgotten = Files.createDirectories(directory.resolve("18.6.0-cluster-1/cluster"));
        var recent = Files.createDirectory(directory.resolve("18.6.0-cluster-3-b2"));
        Files.createDirectory(directory.resolve("18.6.0"));
        for (var age : Map.of(forgotten.getParent(), 31, recent, 29).entrySet()) {
            var then = Instant.now().minus(Duration.ofDays(age.getValue()));
            Files.setLastModifiedTime(age.getKey(), FileTime.from(then));
        }

        template.keep(cluster, password);

        assertThat(forgotten.getParent()).doesNotExist();
        assertThat(recent).exists();
        assertThat(directory.resolve("18.6.0")).exists();
    }

    @Test
    void knowsWhenItWasCopied() throws Exception {
        template.keep(cluster, password);
        var home = directory.resolve("18.6.0-cluster-3-a1");
        var before = Instant.now().minus(Duration.ofDays(31));
        Files.setLastModifiedTime(home, FileTime.from(before));

        assertThat(copy()).isTrue();
        assertThat(Files.getLastModifiedTime(home).toInstant()).isAfter(before);
    }

    private PostgresTemplate templateOf(String tables) {
        return new PostgresTemplate(directory.resolve("18.6.0"), tables);
    }

    private boolean copy() throws Exception {
        Files.createDirectories(directory.resolve("second"));
        return template.copyTo(copied("cluster"), copied("password"));
    }

    private Path copied(String path) {
        return directory.resolve("second").resolve(path);
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(copied(path)));
    }
}
