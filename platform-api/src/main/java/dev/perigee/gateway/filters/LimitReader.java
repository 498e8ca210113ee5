package dev.perigee.gateway.filters;

import dev.perigee.gateway.configuration.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads rate limits.
 *
 * @param early those that come before the caller is known
 * @param late those that count by what is known of the caller
 */
record LimitReader(List<RateLimit> early, List<RateLimit> late) {

    static LimitReader read(ConfigNode node) {
        var early = new ArrayList<RateLimit>();
        var late = new ArrayList<RateLimit>();
        for (var each : node.list("limits")) {
            each.allowOnly(Set.of("requests", "per", "burst", "by"));
            if (!each.has("requests")) {
                each.get("requests").mistake("must say how many requests are allowed");
            }
            var requests = each.number("requests", 1, 1, 1_000_000_000);
            var per = each.duration("per", Duration.ofSeconds(1));
            if (per.toNanos() < 1_000 || per.compareTo(Duration.ofDays(1)) > 0) {
                each.get("per").mistake("must be from 1us to 24h");
            }
            var by = each.text("by", "ip");
            var limit =
                    new RateLimit(
                            key(each, by),
                            per.toNanos() / requests,
                            each.number("burst", requests, 1, 1_000_000),
                            System::nanoTime);
            (by.equals("key") || by.startsWith("jwt:") ? late : early).add(limit);
        }
        return new LimitReader(early, late);
    }

    private static Function<FilteredRequest, String> key(ConfigNode node, String by) {
        if (by.startsWith("header:") && by.length() > 7) {
            var name = by.substring(7);
            return request -> request.headers().get(name, "");
        }
        if (by.startsWith("jwt:") && by.length() > 4) {
            var claim = "JWT." + by.substring(4);
            return request -> request.identity().getOrDefault(claim, "");
        }
        return switch (by) {
            case "ip" -> FilteredRequest::client;
            case "route" -> _ -> "";
            case "key" -> request -> request.identity().getOrDefault(ApiKeys.OWNER, "");
            default -> {
                node.get("by")
                        .mistake(
                                "must be ip, route, key, header:NAME or jwt:CLAIM, not \""
                                        + by
                                        + "\"");
                yield FilteredRequest::client;
            }
        };
    }
}
