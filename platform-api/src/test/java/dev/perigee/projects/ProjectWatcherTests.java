package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWatcherTests {

    /** Generous: how long a reload takes is measured elsewhere, here it must only come. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Long enough for a change that nobody should tell of. */
    private static final Duration QUIET = Duration.ofMillis(300);

    @TempDir private Path root;
    private final AtomicInteger changes = new AtomicInteger();
    private ProjectDirectory project;
    private ProjectWatcher watcher;

    @BeforeEach
    void watch() throws IOException {
        project = new ProjectDirectory(root).with("app/hello.lua", "return 1");
        Files.createDirectories(root.resolve("lib"));
        watcher = new ProjectWatcher(root, ProjectFolder.SERVED, changes::incrementAndGet);
        watcher.start(() -> {});
    }

    @AfterEach
    void stop() {
        watcher.close();
    }

    @Test
    void noticesASaveSoon() {
        project.with("app/hello.lua", "return 22");

        awaitChanges(1);
    }

    @Test
    void noticesAnEditorsAtomicRename() throws IOException {
        Files.writeString(root.resolve("app/.hello.lua.swp"), "return 333");
        Files.move(
                root.resolve("app/.hello.lua.swp"),
                root.resolve("app/hello.lua"),
                StandardCopyOption.ATOMIC_MOVE);

        awaitChanges(1);
    }

    @Test
    void noticesADeletion() {
        project.delete("app/hello.lua");

        awaitChanges(1);
    }

    @Test
    void noticesFilesInNewFolders() {
        project.with("app/users/admin/get.lua", "return 1");
        awaitChanges(1);
        var before = changes.get();

        project.with("app/users/admin/get.lua", "return 4444");

        awaitChanges(before + 1);
    }

    @Test
    void noticesAFolderThatWasNotThereAtFirst() {
        project.with("config/application.yml", "appName: a");

        awaitChanges(1);
    }

    @Test
    void tellsManyFilesSavedAtOnceAsFewChanges() {
        for (var i = 0; i < 50; i++) {
            project.with("app/f" + i + ".lua", "return 1");
        }

        awaitChanges(1);
        await().pollDelay(QUIET).until(() -> true);
        assertThat(changes.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void ignoresWhatIsNoSource() throws IOException {
        project.with(".perigee/data.lua", "x")
                .with("app/.git/config", "x")
                .with("app/hello.lua~", "x")
                .with("app/node_modules/a.js", "x");
        Files.createDirectories(root.resolve("other"));

        await().pollDelay(QUIET).until(() -> true);
        assertThat(changes).hasValue(0);
    }

    @Test
    void goesOnAfterAListenerThatFails() throws IOException {
        watcher.close();
        var calls = new AtomicInteger();
        watcher =
                new ProjectWatcher(
                        root,
                        ProjectFolder.SERVED,
                        () -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("broken");
                            }
                        });
        watcher.start(() -> {});
        project.with("app/hello.lua", "return 22");
        await().atMost(SOON).until(() -> calls.get() == 1);

        project.with("app/hello.lua", "return 333");

        await().atMost(SOON).until(() -> calls.get() == 2);
    }

    private void awaitChanges(int count) {
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> changes.get() >= count);
    }
}
