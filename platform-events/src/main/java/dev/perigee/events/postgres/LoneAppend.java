package dev.perigee.events.postgres;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append that found nothing under way and therefore goes by the lane that is awake, though its
 * partition belongs to another one. Until it is committed, appends that share a partition with it
 * wait here; then they take their own lane, and so do not overtake it.
 *
 * <p>Any thread may call it. While there is no such append, asking costs the read of a field.
 */
final class LoneAppend {

    private final Consumer<AppendRequest> onward;
    private final ArrayDeque<AppendRequest> behind = new ArrayDeque<>();
    private volatile @Nullable AppendRequest guest;

    /**
     * @param onward puts a request that has waited into the queue of its own lane, and sends
     *     nothing
     */
    LoneAppend(Consumer<AppendRequest> onward) {
        this.onward = onward;
    }

    /** To be called before the request is sent, while no other is under way. */
    void enter(AppendRequest request) {
        guest = request;
    }

    /** Whether the request waits here now. */
    boolean keeps(AppendRequest request) {
        return guest != null && keepsBehind(request);
    }

    private synchronized boolean keepsBehind(AppendRequest request) {
        var first = guest;
        if (first == null || request.slots().stream().noneMatch(first.slots()::contains)) {
            return false;
        }
        behind.add(request);
        return true;
    }

    /**
     * To be called when these were committed, failed or handed to others that keep their order.
     *
     * @return whether requests went onward
     */
    boolean left(List<AppendRequest> group) {
        return guest != null && leave(group);
    }

    private synchronized boolean leave(List<AppendRequest> group) {
        var first = guest;
        if (first == null || !group.contains(first)) {
            return false;
        }
        var wentOnward = !behind.isEmpty();
        while (!behind.isEmpty()) {
            onward.accept(Objects.requireNonNull(behind.poll()));
        }
        // Only now: whoever sees that the guest is gone comes behind those who waited for it.
        guest = null;
        return wentOnward;
    }
}
