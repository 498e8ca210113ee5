package dev.perigee.gateway.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.keys.VerificationKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tokens whose signatures were found right, by their SHA-256 and with the key that they were signed
 * with: to check a signature takes longer than all else that a gateway does for a request. Only the
 * signature is remembered, and counts only while that key does; when a token ends, and for whom it
 * is, is looked at each time.
 */
final class ProvenTokens {

    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Clock clock;
    private final Cache<ByteBuffer, Token> tokens =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    ProvenTokens(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /**
     * A token that was read.
     *
     * @param text the token itself; empty where it is kept
     * @param claims nobody may change them; null when its payload is none
     * @param key who signed it, when that is known
     */
    record Token(
            String text,
            ByteBuffer hash,
            JWSHeader header,
            @Nullable ObjectNode claims,
            @Nullable VerificationKey key) {}

    /** The token of this text; fails when it is none. */
    Token token(String text) throws ParseException {
        var hash = ByteBuffer.wrap(sha256(text));
        var known = tokens.getIfPresent(hash);
        if (known != null) {
            return new Token(text, hash, known.header(), known.claims(), known.key());
        }
        var parsed = JWSObject.parse(text);
        return new Token(text, hash, parsed.getHeader(), claims(parsed), null);
    }

    /** Whether one of these keys signed it. */
    boolean isSigned(Token token, List<VerificationKey> candidates) {
        if (token.key() != null && candidates.contains(token.key())) {
            return true;
        }
        try {
            var unproven = JWSObject.parse(token.text());
            for (var candidate : candidates) {
                if (candidate.signed(unproven)) {
                    keep(token, candidate);
                    return true;
                }
            }
            return false;
        } catch (ParseException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    private void keep(Token token, VerificationKey key) {
        tokens.put(token.hash(), new Token("", token.hash(), token.header(), token.claims(), key));
    }

    private static @Nullable ObjectNode claims(JWSObject token) {
        try {
            return Json.read(token.getPayload().toBytes()) instanceof ObjectNode object
                    ? object
                    : null;
        } catch (DecodingException _) {
            return null;
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
