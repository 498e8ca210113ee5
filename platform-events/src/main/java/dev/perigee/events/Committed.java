package dev.perigee.events;

import java.util.List;
import java.util.Map;

/**
 * What a commit stored.
 *
 * @param appended where the events lie, in the order in which they were appended; none for a shadow
 * @param versions each written key's new version, 0 for a deleted one
 */
public record Committed(List<Appended> appended, Map<String, Long> versions) {

    public static final Committed NOTHING = new Committed(List.of(), Map.of());

    public Committed {
        appended = List.copyOf(appended);
        versions = Map.copyOf(versions);
    }
}
