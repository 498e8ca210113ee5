package dev.perigee.gateway.keys;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The sources of keys of this process: routes with the same source share what it answered. */
public final class KeySources {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeyDocuments documents = new KeyDocuments(PATIENCE);
    private final Map<URI, WeakReference<RemoteKeys>> remote = new HashMap<>();

    /** The keys that this address publishes; nothing is fetched before they are asked for. */
    public synchronized KeySource at(URI source) {
        remote.values().removeIf(reference -> reference.refersTo(null));
        var known = remote.get(source);
        var keys = known == null ? null : known.get();
        if (keys == null) {
            keys = new RemoteKeys(source, documents, RemoteKeys.Times.DEFAULT, System::nanoTime);
            remote.put(source, new WeakReference<>(keys));
        }
        return keys;
    }
}
