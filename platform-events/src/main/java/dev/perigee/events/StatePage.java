package dev.perigee.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key, in the order of their UTF-8 bytes.
 *
 * @param next where the next page continues, for {@link StateQuery#after()}; null at the end
 */
public record StatePage(List<StateEntry> entries, @Nullable String next) {

    public StatePage {
        entries = List.copyOf(entries);
    }
}
