package dev.perigee.channels;

import java.util.List;

/**
 * Where something is published: segments from the root, written {@code a:b:c}. No segments are the
 * root. What cannot be a path is refused with a sentence that says why.
 */
public record ChannelPath(List<String> segments) {

    public static final ChannelPath ROOT = new ChannelPath(List.of());

    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_LENGTH = 1_000;

    public ChannelPath {
        segments = List.copyOf(segments);
        if (segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a channel has at most " + MAX_SEGMENTS + " segments");
        }
        var length = 0;
        for (var segment : segments) {
            length += segment.length() + 1;
            requireSound(segment);
        }
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a channel is at most " + MAX_LENGTH + " characters long");
        }
    }

    private static void requireSound(String segment) {
        if (segment.isBlank()) {
            throw new IllegalArgumentException("a channel has no empty segments");
        }
        if (segment.indexOf(':') >= 0 || segment.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a channel's segments have no colons and no control characters");
        }
    }

    /** Reads {@code a:b:c}; an empty text is the root. */
    public static ChannelPath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a channel is at most " + MAX_LENGTH + " characters long");
        }
        return text.isEmpty() ? ROOT : new ChannelPath(List.of(text.split(":", -1)));
    }

    /** The same path below another one. */
    public ChannelPath below(String segment) {
        var longer = new java.util.ArrayList<String>(segments.size() + 1);
        longer.add(segment);
        longer.addAll(segments);
        return new ChannelPath(longer);
    }

    @Override
    public String toString() {
        return String.join(":", segments);
    }
}
