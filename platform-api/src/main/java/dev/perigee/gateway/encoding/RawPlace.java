package dev.perigee.gateway.encoding;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is not as it came: a value that was put or looked at, or bytes of another object, and the
 * name of a new member. With neither it is gone.
 */
final class RawPlace {

    final @Nullable String name;
    final JsonBytes.@Nullable Range range;
    @Nullable JsonNode value;

    RawPlace(@Nullable String name, JsonBytes.@Nullable Range range, @Nullable JsonNode value) {
        this.name = name;
        this.range = range;
        this.value = value;
    }

    boolean isGone() {
        return range == null && value == null;
    }

    JsonNode value() {
        var known = value;
        if (known == null) {
            known = Objects.requireNonNull(range).value();
            value = known;
        }
        return known;
    }

    RawPlace copy() {
        return new RawPlace(name, range, value == null ? null : value.deepCopy());
    }
}
