package dev.perigee.topics;

import dev.perigee.events.EventPlacer;
import dev.perigee.events.Topic;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.problems.PerigeeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Places in several partitions as one text: an offset for each, separated by commas. */
final class Cursors {

    private Cursors() {}

    static String format(List<Long> offsets) {
        return offsets.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The offsets of that many partitions, or null when there is no text. */
    static @Nullable List<Long> parse(String parameter, @Nullable String text, int partitions) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var offsets = Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
            if (offsets.size() == partitions && offsets.stream().allMatch(o -> o >= 0)) {
                return offsets;
            }
        } catch (NumberFormatException _) {
            // Refused below, like the wrong number of offsets.
        }
        throw PerigeeException.invalid(
                parameter,
                "\"%s\" is not the cursor of a page before: %d offsets, separated by commas"
                        .formatted(text, partitions));
    }

    /** The one partition that is meant, by number or by key; null for all. */
    static @Nullable Integer partition(
            Topic topic, @Nullable Integer number, @Nullable String key) {
        if (number == null) {
            return key == null
                    ? null
                    : Integer.valueOf(new EventPlacer(topic.settings()).partitionOf(key));
        }
        if (number < 0 || number >= topic.partitions()) {
            throw new UnknownTopicException(topic.name(), number);
        }
        return number;
    }
}
