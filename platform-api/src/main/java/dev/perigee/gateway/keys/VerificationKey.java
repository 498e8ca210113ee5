package dev.perigee.gateway.keys;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key made ready to check signatures. Its kind decides the algorithms that it can be used with,
 * never the token: a public key is no shared secret, whatever a token's header says.
 *
 * @param algorithm the only one that it may be used with; null for all of its kind
 */
public record VerificationKey(
        @Nullable String id, @Nullable Algorithm algorithm, JWSVerifier verifier) {

    /** The most keys that are kept of one source. */
    private static final int MOST = 100;

    /**
     * The key, made ready.
     *
     * @throws IllegalArgumentException when it is not for signatures, or of an unknown kind
     */
    public static VerificationKey of(JWK key) {
        if (KeyUse.ENCRYPTION.equals(key.getKeyUse())
                || (key.getKeyOperations() != null
                        && !key.getKeyOperations().contains(KeyOperation.VERIFY)
                        && !key.getKeyOperations().contains(KeyOperation.SIGN))) {
            throw new IllegalArgumentException("is not for signatures");
        }
        try {
            return new VerificationKey(key.getKeyID(), key.getAlgorithm(), verifier(key));
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException(unfit.getMessage(), unfit);
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> {
                if (rsa.size() < 2_048) {
                    throw new IllegalArgumentException("an RSA key needs 2048 bits");
                }
                yield new RSASSAVerifier(rsa.toRSAPublicKey());
            }
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            case OctetSequenceKey secret -> new MACVerifier(secret.toByteArray());
            case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) ->
                    new EdwardsVerifier(pair);
            default -> throw new IllegalArgumentException("is of a kind that is not known");
        };
    }

    /** The public ones of these that are for signatures; a published secret is none. */
    static List<VerificationKey> published(List<JWK> keys) {
        var usable = new ArrayList<VerificationKey>();
        for (var key : keys) {
            if (usable.size() < MOST && !(key instanceof OctetSequenceKey)) {
                try {
                    usable.add(of(key));
                } catch (IllegalArgumentException _) {
                    // What others publish for other uses is none of the gateway's business.
                }
            }
        }
        return usable;
    }

    /** Those that a token with this key id may be signed with. */
    static List<VerificationKey> matching(List<VerificationKey> keys, @Nullable String keyId) {
        return keyId == null
                ? keys
                : keys.stream()
                        .filter(key -> key.id == null || Objects.equals(key.id, keyId))
                        .toList();
    }

    /** Whether this key signed it, by the algorithm that the token names. */
    public boolean signed(JWSObject token) {
        var header = token.getHeader();
        if ((algorithm != null && !algorithm.equals(header.getAlgorithm()))
                || !verifier.supportedJWSAlgorithms().contains(header.getAlgorithm())) {
            return false;
        }
        try {
            return verifier.verify(header, token.getSigningInput(), token.getSignature());
        } catch (JOSEException _) {
            return false;
        }
    }
}
