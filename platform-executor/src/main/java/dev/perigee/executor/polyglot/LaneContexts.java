package dev.perigee.executor.polyglot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A lane's warm contexts in the order of their last use; guarded by the lane's lock. */
final class LaneContexts {

    private final int most;
    private final List<GuestContext> away = new ArrayList<>();
    private final Map<ContextKey, GuestContext> byKey = new LinkedHashMap<>(64, 0.75f, true);

    LaneContexts(int most) {
        this.most = most;
    }

    /** A version's context, made when there is none. */
    GuestContext obtain(ContextKey key, CodeImage image, Stopper stopper) {
        var context = find(key);
        if (context == null) {
            context = new GuestContext(key, image);
            add(context, stopper);
        }
        return context;
    }

    private @Nullable GuestContext find(ContextKey key) {
        var known = byKey.get(key);
        if (known != null) {
            return known;
        }
        for (var context : away) {
            if (context.key.equals(key) && context.isReturning()) {
                return context;
            }
        }
        return null;
    }

    /** Adds a context and gives up the idle ones used least recently while there are too many. */
    private void add(GuestContext context, Stopper stopper) {
        byKey.put(context.key, context);
        if (byKey.size() <= most) {
            return;
        }
        int tooMany = byKey.size() - most;
        var eldest = byKey.values().iterator();
        while (tooMany > 0 && eldest.hasNext()) {
            var candidate = eldest.next();
            if (candidate != context && candidate.isIdle()) {
                eldest.remove();
                candidate.retired = true;
                stopper.close(candidate);
                tooMany--;
            }
        }
    }

    /** Takes a context that a hog holds out of use for a while. */
    void sendAway(GuestContext context) {
        byKey.remove(context.key, context);
        away.add(context);
    }

    /** Brings a context back that was away, unless another has taken its place. */
    void comeHome(GuestContext context, Stopper stopper) {
        away.remove(context);
        if (context.retired) {
            return;
        }
        if (byKey.containsKey(context.key)) {
            context.retired = true;
        } else {
            add(context, stopper);
        }
    }

    void remove(GuestContext context) {
        byKey.remove(context.key, context);
        away.remove(context);
    }

    /** The contexts of a version; all when hash is null. */
    List<GuestContext> of(@Nullable String hash) {
        return Stream.concat(byKey.values().stream(), away.stream())
                .filter(context -> hash == null || context.key.hash().equals(hash))
                .toList();
    }
}
