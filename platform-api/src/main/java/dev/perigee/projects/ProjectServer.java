package dev.perigee.projects;

import dev.perigee.executor.Executor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Serves a project from its folder: once at the start, and again on every change. Changes are taken
 * over one after the other on the watcher's thread.
 */
final class ProjectServer implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProjectReload reload;
    private final ProjectListener listener;
    private final ProjectFolder folder;
    private @Nullable ProjectWatcher watcher;

    ProjectServer(
            ProjectFolder folder,
            Executor executor,
            ProjectPublisher publisher,
            ProjectListener listener) {
        this.folder = folder;
        this.listener = listener;
        this.reload =
                new ProjectReload(
                        folder, new ProjectEnvironment(System.getenv()), executor, publisher);
    }

    @Override
    public void start() {
        var watched = new ArrayList<>(ProjectFolder.SERVED);
        watched.add(ProjectEnvironment.FILE);
        var starting = new ProjectWatcher(folder.root(), watched, this::takeOver);
        starting.start(this::takeOver);
        watcher = starting;
    }

    @Override
    public void stop() {
        var running = watcher;
        if (running != null) {
            watcher = null;
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return watcher != null;
    }

    private void takeOver() {
        try {
            listener.published(
                    reload.run().toFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            listener.failed("nothing was taken over: " + cause.getMessage());
        } catch (TimeoutException e) {
            listener.failed("nothing was taken over within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
