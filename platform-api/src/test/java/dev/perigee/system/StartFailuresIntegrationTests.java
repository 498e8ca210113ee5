package dev.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.FakePlatform;
import dev.perigee.Perigee;
import dev.perigee.storage.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartFailuresIntegrationTests {

    @TempDir Path folder;

    @Test
    void saysThatTheDatabaseCannotBeReached(CapturedOutput output) {
        fails("--perigee.database.url=postgresql://ada:s3cret@127.0.0.1:1/orders");

        assertThat(output.getErr())
                .isEqualToIgnoringNewLines(
                        "perigee: The database postgresql://127.0.0.1:1/orders cannot be reached."
                                + " Start the server, or correct host and port in"
                                + " PERIGEE_DATABASE_URL; without it the embedded server is used.");
        assertThat(output.getAll()).doesNotContain("s3cret").doesNotContain("\tat ");
    }

    @Test
    void saysThatThePasswordIsWrong(CapturedOutput output) {
        var url = TestPostgres.newDatabase().replaceFirst("://([^:]+):[^@]+@", "://$1:wrong@");

        fails("--perigee.database.url=" + url);

        assertThat(line(output)).contains("refuses the user or the password. Correct");
    }

    @Test
    void saysThatTheDatabaseDoesNotExist(CapturedOutput output) {
        fails("--perigee.database.url=" + TestPostgres.newDatabase() + "_not");

        assertThat(line(output)).contains("does not exist on that server. Create the database");
    }

    @Test
    void saysThatTheDatabaseUrlIsWrong(CapturedOutput output) {
        fails("--perigee.database.url=mysql://localhost/orders");

        assertThat(line(output))
                .isEqualTo(
                        "perigee: The database URL cannot be used: it must begin with"
                                + " postgresql://. Set PERIGEE_DATABASE_URL in the form"
                                + " postgresql://user:password@host:5432/database.");
    }

    @Test
    void saysThatThePortIsOccupied(CapturedOutput output) throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fails(
                    "--perigee.management.port=" + socket.getLocalPort(),
                    "--server.port=" + socket.getLocalPort());

            assertThat(line(output))
                    .isEqualTo(
                            "perigee: The port %d is in use by another process. Stop that process, or choose another port with perigee.management.port."
                                    .formatted(socket.getLocalPort()));
        }
    }

    @Test
    void saysThatTheDataDirectoryIsDamaged(CapturedOutput output) throws Exception {
        Files.createDirectories(folder.resolve("postgresql/cluster"));

        fails("--perigee.test.own-server=true", "--perigee.data-directory=" + folder);

        assertThat(line(output)).contains("is damaged: it holds no PG_VERSION. Restore it");
    }

    @Test
    void saysThatTheDataDirectoryCannotBeUsed(CapturedOutput output) throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        fails("--perigee.test.own-server=true", "--perigee.data-directory=" + file);

        assertThat(line(output)).contains("cannot be used").contains("perigee.data-directory");
    }

    @Test
    void saysWhichSettingIsWrong(CapturedOutput output) {
        fails("--perigee.management.port=70000");

        assertThat(line(output))
                .isEqualTo(
                        "perigee: A setting cannot be used: perigee.management.port must be between"
                                + " 0 and 65535, but is 70000. Correct it.");
    }

    @Test
    void saysWhichSettingIsOfTheWrongKind(CapturedOutput output) {
        fails("--perigee.mode=prod");

        assertThat(line(output))
                .startsWith("perigee: The setting perigee.mode cannot be \"prod\".");
    }

    private static String line(CapturedOutput output) {
        var lines = output.getErr().lines().filter(line -> line.startsWith("perigee: ")).toList();
        assertThat(lines).hasSize(1);
        assertThat(output.getAll()).doesNotContain("APPLICATION FAILED").doesNotContain("\tat ");
        return lines.getFirst();
    }

    private static void fails(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith("--perigee.mode"))) {
            all.add("--perigee.mode=dev");
        }
        all.add("--perigee.gateway.port=0");
        if (all.stream().noneMatch(argument -> argument.startsWith("--server.port"))) {
            all.add("--server.port=0");
        }
        var application = new SpringApplication(Perigee.class, FakePlatform.class);
        assertThatThrownBy(() -> application.run(all.toArray(String[]::new)).close())
                .isInstanceOf(Exception.class);
    }
}
