package dev.perigee.channels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions as one immutable tree per namespace, swapped whole on change. Finding the
 * subscribers of a path walks down as far as there are branches and never grows any.
 */
final class ChannelTable {

    static final ChannelTable EMPTY = new ChannelTable(Map.of());

    private final Map<String, Branch> roots;

    private ChannelTable(Map<String, Branch> roots) {
        this.roots = roots;
    }

    /** One channel: its subscribers in their order, and the channels below it. */
    private record Branch(List<Subscription> subscribers, Map<String, Branch> below) {

        @Nullable Branch at(String segment) {
            return below.get(segment);
        }
    }

    /** The tree of these subscriptions, which come in the order of their making. */
    static ChannelTable of(List<Subscription> subscriptions) {
        var growing = new HashMap<String, Growing>();
        for (var subscription : subscriptions) {
            var at = growing.computeIfAbsent(subscription.namespace(), _ -> new Growing());
            for (var segment : subscription.channel().segments()) {
                at = at.below.computeIfAbsent(segment, _ -> new Growing());
            }
            at.subscribers.add(subscription);
        }
        var roots = new HashMap<String, Branch>();
        growing.forEach((namespace, root) -> roots.put(namespace, root.grown()));
        return new ChannelTable(Map.copyOf(roots));
    }

    private static final class Growing {

        private final List<Subscription> subscribers = new ArrayList<>();
        private final Map<String, Growing> below = new HashMap<>();

        Branch grown() {
            var branches = new HashMap<String, Branch>();
            below.forEach((segment, branch) -> branches.put(segment, branch.grown()));
            return new Branch(ordered(subscribers), Map.copyOf(branches));
        }
    }

    /**
     * Those without a place in the order of their making; then each of the others goes to its
     * place, those that share one in the order of their making.
     */
    static List<Subscription> ordered(List<Subscription> made) {
        var order = new ArrayList<Subscription>(made.size());
        var placed = new ArrayList<Placed>();
        for (var subscription : made) {
            var place = subscription.place();
            if (place == null) {
                order.add(subscription);
            } else {
                placed.add(new Placed(place, subscription));
            }
        }
        placed.sort((a, b) -> Integer.compare(a.place(), b.place()));
        for (var at = 0; at < placed.size(); ) {
            var end = at + 1;
            while (end < placed.size() && placed.get(end).place() == placed.get(at).place()) {
                end++;
            }
            var place = Math.min(placed.get(at).place(), order.size());
            order.addAll(
                    place, placed.subList(at, end).stream().map(Placed::subscription).toList());
            at = end;
        }
        return List.copyOf(order);
    }

    private record Placed(int place, Subscription subscription) {}

    /**
     * Who hears what is published there: those of the channel, then its parent's, up to the root.
     */
    List<Subscription> subscribers(String namespace, ChannelPath path) {
        var branch = roots.get(namespace);
        if (branch == null) {
            return List.of();
        }
        var passed = new Branch[path.segments().size() + 1];
        var depth = 0;
        passed[0] = branch;
        for (var segment : path.segments()) {
            branch = branch.at(segment);
            if (branch == null) {
                break;
            }
            passed[++depth] = branch;
        }
        if (depth == 0) {
            return passed[0].subscribers();
        }
        var all = new ArrayList<Subscription>();
        for (var at = depth; at >= 0; at--) {
            all.addAll(passed[at].subscribers());
        }
        return all;
    }
}
