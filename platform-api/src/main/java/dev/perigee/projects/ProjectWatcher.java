package dev.perigee.projects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files of a project change. Notices of the operating system are gathered until the
 * folder is quiet for a moment, so that one save is one change however the editor writes it; a
 * periodic look at sizes and times finds what notices missed. The listener runs on the watcher's
 * thread, one call at a time; what it throws is logged and the watching goes on.
 */
final class ProjectWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectWatcher.class);
    private static final Duration QUIET = Duration.ofMillis(25);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(120);
    private static final Duration RESCAN = Duration.ofSeconds(2);
    private static final int MAX_DEPTH = 32;
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    private final Path root;
    private final List<String> folders;
    private final Runnable listener;
    private final WatchService service;
    private final Set<Path> watched = new HashSet<>();
    private final Thread thread;
    private Map<Path, Stamp> stamps = Map.of();

    private record Stamp(long modifiedNanos, long size) {}

    ProjectWatcher(Path root, List<String> folders, Runnable listener) {
        this.root = root;
        this.folders = folders;
        this.listener = listener;
        try {
            service = root.getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("project-watcher").daemon().unstarted(this::watch);
    }

    /** Runs the first reading on this thread; what changes during it is told as a change. */
    void start(Runnable firstReading) {
        watchFolders();
        stamps = stamps();
        firstReading.run();
        thread.start();
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("cannot close the watch service", e);
        }
        thread.interrupt();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var key = service.poll(RESCAN.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                    awaitQuiet();
                }
                tellWhenChanged();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.trace("no longer watching {}", root);
        }
    }

    private void awaitQuiet() throws InterruptedException {
        var end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < end) {
            var key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                return;
            }
            key.pollEvents();
            key.reset();
        }
    }

    private void tellWhenChanged() {
        try {
            watchFolders();
            var now = stamps();
            if (!now.equals(stamps)) {
                stamps = now;
                listener.run();
            }
        } catch (RuntimeException e) {
            LOG.error("a change in {} could not be taken over", root, e);
        }
    }

    private void watchFolders() {
        watched.removeIf(folder -> !Files.isDirectory(folder));
        watch(root);
        for (var folder : folders) {
            walk(root.resolve(folder), this::watch, Files::isDirectory);
        }
    }

    private void watch(Path folder) {
        if (watched.add(folder)) {
            try {
                folder.register(service, KINDS);
            } catch (IOException e) {
                watched.remove(folder);
                LOG.debug("cannot watch {}; the periodic look will find its changes", folder, e);
            }
        }
    }

    private Map<Path, Stamp> stamps() {
        var found = new TreeMap<Path, Stamp>();
        for (var folder : folders) {
            walk(root.resolve(folder), file -> found.put(file, stamp(file)), Files::isRegularFile);
        }
        return found;
    }

    private static Stamp stamp(Path file) {
        try {
            return new Stamp(
                    Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS), Files.size(file));
        } catch (IOException e) {
            return new Stamp(0, -1);
        }
    }

    private void walk(Path start, Consumer<Path> visit, Predicate<Path> filter) {
        if (Files.isRegularFile(start) && filter.test(start)) {
            visit.accept(start);
        }
        if (!Files.isDirectory(start)) {
            return;
        }
        try (var paths =
                Files.find(start, MAX_DEPTH, (_, _) -> true, FileVisitOption.FOLLOW_LINKS)) {
            paths.filter(path -> !isHidden(path)).filter(filter).forEach(visit);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("cannot list {}; looking again soon", start, e);
        }
    }

    private boolean isHidden(Path path) {
        for (var part : root.relativize(path)) {
            if (ProjectFiles.isIgnored(part)) {
                return true;
            }
        }
        return false;
    }
}
