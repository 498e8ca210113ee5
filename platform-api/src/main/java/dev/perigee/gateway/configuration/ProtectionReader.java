package dev.perigee.gateway.configuration;

import dev.perigee.gateway.resilience.Protection;
import dev.perigee.gateway.resilience.Protection.Breaker;
import dev.perigee.gateway.resilience.Protection.Caching;
import dev.perigee.gateway.resilience.Protection.Retry;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Reads what protects a backend. */
final class ProtectionReader {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> NEED_SERVERS =
            Set.of("retry", "breaker", "cache", "maxResponse", "idleTimeout");

    private ProtectionReader() {}

    /**
     * @param node the backend
     * @param passing whether its answers pass through unread
     */
    static Protection read(ConfigNode node, boolean passing) {
        if (node.has("static") || node.has("function")) {
            for (var key : NEED_SERVERS) {
                if (node.has(key)) {
                    node.get(key).mistake("needs a backend with a host");
                }
            }
        }
        if (!passing && node.has("idleTimeout")) {
            node.get("idleTimeout").mistake("is for answers that pass through, of \"no-op\"");
        }
        if (passing && node.has("cache")) {
            node.get("cache").mistake("needs an answer that is read, not one of \"no-op\"");
        }
        return new Protection(
                retry(node.get("retry")),
                breaker(node.get("breaker")),
                caching(node.get("cache")),
                size(node),
                duration(node, "idleTimeout", Protection.IDLE, LONGEST_PAUSE));
    }

    private static @Nullable Retry retry(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.allowOnly(Set.of("attempts", "delay", "timeout", "budget", "unsafe"));
        return new Retry(
                node.number("attempts", 3, 2, 10),
                duration(node, "delay", Duration.ofMillis(50), Duration.ofSeconds(5)),
                node.has("timeout")
                        ? duration(node, "timeout", Duration.ofSeconds(1), LONGEST)
                        : null,
                node.number("budget", 20, 1, 100),
                node.flag("unsafe", false));
    }

    private static @Nullable Breaker breaker(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.allowOnly(Set.of("failureRate", "calls", "open"));
        return new Breaker(
                node.number("failureRate", 50, 1, 100),
                node.number("calls", 20, 2, 10_000),
                duration(node, "open", Duration.ofSeconds(10), LONGEST));
    }

    private static @Nullable Caching caching(ConfigNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.allowOnly(Set.of("ttl", "stale"));
        return new Caching(
                node.has("ttl")
                        ? duration(node, "ttl", Duration.ofSeconds(1), LONGEST)
                        : Duration.ZERO,
                node.has("stale")
                        ? duration(node, "stale", Duration.ofSeconds(1), LONGEST)
                        : Duration.ZERO);
    }

    private static Duration duration(
            ConfigNode node, String key, Duration otherwise, Duration most) {
        var duration = node.duration(key, otherwise);
        if (duration.toMillis() < 1 || duration.compareTo(most) > 0) {
            node.get(key).mistake("must be from 1ms to " + text(most));
            return otherwise;
        }
        return duration;
    }

    private static String text(Duration duration) {
        return duration.toHours() > 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    private static long size(ConfigNode node) {
        var text = node.text("maxResponse", "");
        if (text.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            var bytes = DataSize.parse(text).toBytes();
            if (bytes >= 1) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        node.get("maxResponse").mistake("must be a size such as \"1MB\" or \"64KB\"");
        return Long.MAX_VALUE;
    }
}
