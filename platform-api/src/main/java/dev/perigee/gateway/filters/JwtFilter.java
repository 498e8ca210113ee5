package dev.perigee.gateway.filters;

import com.nimbusds.jose.JWSAlgorithm;
import dev.perigee.gateway.keys.KeySource;
import dev.perigee.gateway.keys.KeysUnavailableException;
import dev.perigee.gateway.keys.VerificationKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets callers pass who bring a signed token (JWT). Its claims are parameters {@code JWT.name} of
 * backends, and {@code ctx.identity} of functions. Why a token is refused is told no more exactly
 * than a client needs it; the log of the gateway has it at level debug.
 *
 * @param algorithms those that a token may name
 * @param proven tokens whose signatures were checked before
 */
record JwtFilter(
        TokenPlace place,
        KeySource keys,
        Set<JWSAlgorithm> algorithms,
        TokenRules rules,
        Map<String, String> claimsByHeader,
        ProvenTokens proven)
        implements Filter.Asking {

    /** What the parameters' names begin with. */
    static final String CLAIM = "JWT.";

    private static final Logger log = LoggerFactory.getLogger(JwtFilter.class);

    JwtFilter {
        algorithms = Set.copyOf(algorithms);
        claimsByHeader = Map.copyOf(claimsByHeader);
    }

    @Override
    public Mono<Verdict> check(FilteredRequest request) {
        claimsByHeader.keySet().forEach(request.headers()::remove);
        var text = place.token(request.headers());
        if (text == null) {
            return Mono.just(challenge("this needs a token", ""));
        }
        ProvenTokens.Token token;
        try {
            token = proven.token(text);
        } catch (ParseException | IllegalArgumentException malformed) {
            return Mono.just(invalid("the token is malformed", malformed.getMessage()));
        }
        var header = token.header();
        if (!algorithms.contains(header.getAlgorithm())) {
            return Mono.just(
                    invalid("the token is not signed as it must be", header.getAlgorithm()));
        }
        return keys.keys(header.getKeyID())
                .map(candidates -> verdict(request, token, candidates))
                .onErrorResume(
                        KeysUnavailableException.class,
                        unavailable -> {
                            log.debug("{}", unavailable.getMessage());
                            return Mono.just(
                                    new Verdict.Refuse(
                                            503,
                                            "tokens cannot be checked now; try again later",
                                            Map.of("Retry-After", "1")));
                        });
    }

    private Verdict verdict(
            FilteredRequest request, ProvenTokens.Token token, List<VerificationKey> candidates) {
        if (!proven.isSigned(token, candidates)) {
            return invalid("the token's signature is not valid", token.header());
        }
        var claims = token.claims();
        if (claims == null) {
            return invalid("the token is malformed", "its payload is no JSON object");
        }
        var fault = rules.fault(claims, proven.clock().millis() / 1_000.0);
        if (fault != null) {
            return invalid(fault, token.header());
        }
        var lack = rules.lack(claims);
        if (lack != null) {
            return new Verdict.Refuse(
                    403,
                    "the token lacks " + lack,
                    Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""));
        }
        pass(request, claims);
        return Verdict.Pass.PASS;
    }

    private void pass(FilteredRequest request, ObjectNode claims) {
        request.proved(claims);
        for (var claim : claims.properties()) {
            var text = Claims.text(claim.getValue());
            if (text != null) {
                request.identity().put(CLAIM + claim.getKey(), text);
            }
        }
        for (var header : claimsByHeader.entrySet()) {
            var text = Claims.text(Claims.at(claims, header.getValue()));
            if (text != null) {
                request.headers().set(header.getKey(), safe(text));
            }
        }
    }

    /** A header's value: what could end it, or is no ASCII, becomes a question mark. */
    private static String safe(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static Verdict invalid(String message, @Nullable Object why) {
        log.debug("{}: {}", message, why);
        return challenge(message, " error=\"invalid_token\"");
    }

    private static Verdict challenge(String message, String error) {
        return new Verdict.Refuse(401, message, Map.of("WWW-Authenticate", "Bearer" + error));
    }
}
