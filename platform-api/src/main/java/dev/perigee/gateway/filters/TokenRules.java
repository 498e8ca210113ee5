package dev.perigee.gateway.filters;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a token that is soundly signed must also say.
 *
 * @param time when it counts
 * @param issuers who may have made it; anybody whose key is known when empty
 * @param audiences for whom it may be made, one of these; anybody when empty
 * @param needs what the caller must be allowed
 */
record TokenRules(Times time, Set<String> issuers, Set<String> audiences, Needs needs) {

    TokenRules {
        issuers = Set.copyOf(issuers);
        audiences = Set.copyOf(audiences);
    }

    /**
     * When a token counts.
     *
     * @param skew by how much clocks may differ
     * @param endless whether a token without an end counts
     */
    record Times(Duration skew, boolean endless) {}

    /**
     * What a token must hold.
     *
     * @param present claims that must be there
     * @param claims values by claim, one of which must be there
     * @param scopes all of these, or any when {@code anyScope}
     * @param scopeClaim where they are; empty for where they usually are
     */
    record Needs(
            List<String> present,
            Map<String, Set<JsonNode>> claims,
            Set<String> scopes,
            boolean anyScope,
            String scopeClaim) {

        Needs {
            present = List.copyOf(present);
            claims = Map.copyOf(claims);
            scopes = Set.copyOf(scopes);
        }
    }

    /** Why the token does not count now or here; null when it does. */
    @Nullable String fault(ObjectNode claims, double epochSecond) {
        var skew = time.skew().toMillis() / 1_000.0;
        var end = claims.get("exp");
        var start = claims.get("nbf");
        if (end == null ? !time.endless() : !end.isNumber()) {
            return "the token has no end";
        }
        if (end != null && epochSecond >= end.doubleValue() + skew) {
            return "the token has expired";
        }
        if (start != null && (!start.isNumber() || epochSecond < start.doubleValue() - skew)) {
            return "the token is not valid yet";
        }
        var issuer = claims.get("iss");
        if (!issuers.isEmpty()
                && (issuer == null
                        || !issuer.isString()
                        || !issuers.contains(issuer.stringValue()))) {
            return "the token is from another issuer";
        }
        if (!audiences.isEmpty() && !isFor(claims.get("aud"))) {
            return "the token is for somebody else";
        }
        return null;
    }

    private boolean isFor(@Nullable JsonNode audience) {
        for (var each : Claims.values(audience)) {
            if (each.isString() && audiences.contains(each.stringValue())) {
                return true;
            }
        }
        return false;
    }

    /** What the caller may not for lack of; null when nothing is lacking. */
    @Nullable String lack(ObjectNode claims) {
        for (var name : needs.present()) {
            if (Claims.at(claims, name) == null) {
                return "the claim " + name;
            }
        }
        for (var need : needs.claims().entrySet()) {
            var values = Claims.values(Claims.at(claims, need.getKey()));
            if (Collections.disjoint(values, need.getValue())) {
                return "the right value of the claim " + need.getKey();
            }
        }
        if (needs.scopes().isEmpty()) {
            return null;
        }
        var given = scopes(claims);
        var enough =
                needs.anyScope()
                        ? !Collections.disjoint(given, needs.scopes())
                        : given.containsAll(needs.scopes());
        return enough
                ? null
                : "the scope " + needs.scopes().stream().sorted().collect(Collectors.joining(" "));
    }

    private Set<String> scopes(ObjectNode claims) {
        if (!needs.scopeClaim().isEmpty()) {
            return Claims.words(Claims.at(claims, needs.scopeClaim()));
        }
        var scope = claims.get("scope");
        return Claims.words(scope == null ? claims.get("scp") : scope);
    }
}
