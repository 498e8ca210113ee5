package dev.perigee.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Checks Ed25519 signatures with what the JDK has. */
final class EdwardsVerifier implements JWSVerifier {

    /** What stands before the 32 bytes of a public key in its X.509 form (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LENGTH = 32;

    private final PublicKey key;
    private final JCAContext context = new JCAContext();

    EdwardsVerifier(OctetKeyPair pair) throws JOSEException {
        var bytes = pair.getDecodedX();
        if (bytes.length != LENGTH) {
            throw new JOSEException("an Ed25519 key has 32 bytes");
        }
        var encoded = new byte[PREFIX.length + LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(bytes, 0, encoded, PREFIX.length, LENGTH);
        try {
            key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException unfit) {
            throw new JOSEException("is no Ed25519 key", unfit);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
            throws JOSEException {
        var critical = header.getCriticalParams();
        if (critical != null && !critical.isEmpty()) {
            return false;
        }
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(input);
            return check.verify(signature.decode());
        } catch (GeneralSecurityException malformed) {
            throw new JOSEException("the signature is malformed", malformed);
        }
    }
}
