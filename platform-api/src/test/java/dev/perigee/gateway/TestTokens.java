package dev.perigee.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** An issuer of tokens with keys of its own. */
public final class TestTokens {

    public static final RSAKey FIRST = rsa("first");
    public static final RSAKey SECOND = rsa("second");
    public static final ECKey CURVE = curve();

    private TestTokens() {}

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey curve() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the issuer publishes. */
    public static String published(JWK... keys) {
        return new JWKSet(Arrays.asList(keys)).toString(true);
    }

    /** A sound token of this key, changed. */
    public static String signed(JWK key, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            return key instanceof ECKey ec
                    ? sign(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(ec), change)
                    : sign(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            new RSASSASigner((RSAKey) key),
                            change);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String signed(JWK key) {
        return signed(key, claims -> claims);
    }

    /** A token by a signer of the test's. */
    public static String sign(
            JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            var token = new SignedJWT(header, change.apply(claims()).build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ali")
                .issuer("https://issuer.example")
                .audience(List.of("shop", "other"))
                .claim("roles", List.of("buyer", "editor"))
                .claim("scope", "read write")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    /** Header and payload as they are, with this signature. */
    public static String raw(String header, String payload, String signature) {
        return base64(header) + "." + base64(payload) + "." + signature;
    }

    public static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
