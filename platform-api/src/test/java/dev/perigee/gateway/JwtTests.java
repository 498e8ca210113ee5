package dev.perigee.gateway;

import static dev.perigee.gateway.TestTokens.FIRST;
import static dev.perigee.gateway.TestTokens.SECOND;
import static dev.perigee.gateway.TestTokens.published;
import static dev.perigee.gateway.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.perigee.invocations.ScriptedExecutor;
import dev.perigee.routes.InvalidRouteException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

class JwtTests {

    private static final String RULES =
            "'issuer':'https://issuer.example','audience':['shop'],'clockSkew':'10s'";

    private final TestBackend issuer = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        issuer.close();
    }

    private TestGateway filtered(String filters) {
        var gateway = TestGateway.filtered(filters);
        gateways.add(gateway);
        return gateway;
    }

    private TestGateway guarded(String rules) {
        return filtered("{'jwt':{'jwks':'" + issuer.host() + "/keys'," + rules + "}}");
    }

    private static HttpResponse<String> send(TestGateway gateway, String token) throws Exception {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/f"))
                        .header("Authorization", "Bearer " + token));
    }

    @Test
    void letsHoldersOfASoundTokenIn() throws Exception {
        issuer.json("/keys", published(FIRST, TestTokens.CURVE));
        var gateway = guarded(RULES);

        assertThat(gateway.get("/f").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/f").headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(send(gateway, signed(FIRST)).statusCode()).isEqualTo(200);
        assertThat(send(gateway, signed(TestTokens.CURVE)).statusCode()).isEqualTo(200);
        assertThat(gateway.executor.invoked()).isEqualTo(2);
        assertThat(issuer.asked()).hasSize(1);
    }

    /** Every token that must not count, and why. */
    static Stream<Arguments> unsound() throws Exception {
        return Stream.of(forged(), malformed(), elsewhere()).flatMap(each -> each);
    }

    private static Stream<Arguments> forged() throws Exception {
        var payload = TestTokens.claims().build().toString();
        var parts = signed(FIRST).split("\\.", -1);
        var publicKey = FIRST.toRSAPublicKey().getEncoded();
        var pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                        + "\n-----END PUBLIC KEY-----\n";
        var hmac = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
        return Stream.of(
                Arguments.of("none", TestTokens.raw("{\"alg\":\"none\"}", payload, "")),
                Arguments.of(
                        "none, signed", TestTokens.raw("{\"alg\":\"none\"}", payload, parts[2])),
                Arguments.of("None", TestTokens.raw("{\"alg\":\"None\"}", payload, "")),
                Arguments.of(
                        "no algorithm", TestTokens.raw("{\"kid\":\"first\"}", payload, parts[2])),
                Arguments.of(
                        "public key as a secret",
                        TestTokens.sign(hmac, new MACSigner(publicKey), c -> c)),
                Arguments.of(
                        "public key's text as a secret",
                        TestTokens.sign(
                                hmac, new MACSigner(pem.getBytes(StandardCharsets.UTF_8)), c -> c)),
                Arguments.of(
                        "modulus as a secret",
                        TestTokens.sign(hmac, new MACSigner(FIRST.getModulus().decode()), c -> c)),
                Arguments.of("another key of that name", signed(renamed())),
                Arguments.of("a key in its header", withOwnKey()));
    }

    private static Stream<Arguments> malformed() throws Exception {
        var payload = TestTokens.claims().build().toString();
        var sound = signed(FIRST);
        var parts = sound.split("\\.", -1);
        return Stream.of(
                Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
                Arguments.of(
                        "another payload",
                        parts[0]
                                + "."
                                + TestTokens.base64(payload.replace("ali", "eve"))
                                + "."
                                + parts[2]),
                Arguments.of(
                        "an empty curve signature",
                        TestTokens.raw("{\"alg\":\"ES256\",\"kid\":\"first\"}", payload, "")),
                Arguments.of("five parts", sound + ".a.b"),
                Arguments.of("two parts", parts[0] + "." + parts[1]),
                Arguments.of("no base64", "%%%.###.!!!"),
                Arguments.of("a critical header", critical()));
    }

    private static Stream<Arguments> elsewhere() {
        return Stream.of(
                Arguments.of("another audience", signed(FIRST, c -> c.audience("bank"))),
                Arguments.of("no audience", signed(FIRST, c -> c.audience((String) null))),
                Arguments.of(
                        "another issuer", signed(FIRST, c -> c.issuer("https://issuer.example/"))),
                Arguments.of("no issuer", signed(FIRST, c -> c.issuer(null))),
                Arguments.of("expired", signed(FIRST, c -> c.expirationTime(in(-11)))),
                Arguments.of("endless", signed(FIRST, c -> c.expirationTime(null))),
                Arguments.of("an end that is no time", signed(FIRST, c -> c.claim("exp", "never"))),
                Arguments.of("not yet", signed(FIRST, c -> c.notBeforeTime(in(30)))));
    }

    private static com.nimbusds.jose.jwk.RSAKey renamed() {
        return new com.nimbusds.jose.jwk.RSAKey.Builder(SECOND).keyID("first").build();
    }

    private static String withOwnKey() throws Exception {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("first")
                        .jwk(SECOND.toPublicJWK())
                        .build();
        return TestTokens.sign(header, new com.nimbusds.jose.crypto.RSASSASigner(SECOND), c -> c);
    }

    private static String critical() throws Exception {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("first")
                        .criticalParams(java.util.Set.of("own"))
                        .customParam("own", 1)
                        .build();
        return TestTokens.sign(header, new com.nimbusds.jose.crypto.RSASSASigner(FIRST), c -> c);
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsound")
    void refusesUnsoundTokens(String why, String token) throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway = guarded(RULES);

        var answer = send(gateway, token);

        assertThat(answer.statusCode()).as(why).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate").orElse(""))
                .isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(gateway.executor.invoked()).isZero();
    }

    @Test
    void forgivesClocksThatDiffer() throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway = guarded("'clockSkew':'60s'");

        assertThat(send(gateway, signed(FIRST, c -> c.expirationTime(in(-30)))).statusCode())
                .isEqualTo(200);
        assertThat(send(gateway, signed(FIRST, c -> c.notBeforeTime(in(30)))).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'require':['sub'] | 200",
                "'require':['email'] | 403",
                "'claims':{'roles':'editor'} | 200",
                "'claims':{'roles':['admin','buyer']} | 200",
                "'claims':{'roles':'admin'} | 403",
                "'claims':{'level':3} | 403",
                "'claims':{'realm.level':3} | 200",
                "'scopes':['read','write'] | 200",
                "'scopes':['read','delete'] | 403",
                "'scopes':['read','delete'],'anyScope':true | 200",
                "'scopes':['buyer'],'scopeClaim':'roles' | 200",
            },
            quoteCharacter = '\0')
    void asksForClaims(String rules, int status) throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway = guarded(rules);

        var answer = send(gateway, signed(FIRST, c -> c.claim("realm", Map.of("level", 3))));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.headers().firstValue("www-authenticate").orElse(""))
                    .contains("insufficient_scope");
        }
    }

    @Test
    void tellsFunctionsWhoCallsWhereNobodyElseCanWrite() throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway = guarded("'headers':{'X-User':'sub','X-Roles':'roles','X-None':'none'}");
        var seen = new ArrayList<String>();
        gateway.executor.on(
                "f",
                invocation -> {
                    seen.add(invocation.context().json().get());
                    return Mono.just(ScriptedExecutor.value(invocation.argumentsJson()));
                });

        var answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/f?JWT.role=admin"))
                                .headers("Authorization", "bearer " + signed(FIRST))
                                .headers("X-User", "eve@here", "X-None", "eve@here"));

        assertThat(answer.body()).isEqualTo("{\"data\":{\"JWT.role\":\"admin\"}}");
        assertThat(seen.getFirst())
                .startsWith("{\"identity\":{\"claims\":{")
                .contains("\"sub\":\"ali\"")
                .contains("\"x-user\":\"ali\"")
                .contains("\"x-roles\":\"buyer,editor\"")
                // an '@', as a signature may spell any three letters
                .doesNotContain("eve@here");
    }

    @Test
    void givesBackendsClaimsAsParameters() throws Exception {
        issuer.json("/keys", published(FIRST)).json("/u/ali%2F..", "{\"ok\":true}");
        var gateway = guarded("'require':['sub']");
        gateway.route(
                "GET",
                "/mine",
                "{'backends':[{'host':'" + issuer.host() + "','path':'/u/{JWT.sub}'}]}",
                "{'jwt':{'jwks':'" + issuer.host() + "/keys'}}");

        var answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/mine"))
                                .header(
                                        "Authorization",
                                        "Bearer " + signed(FIRST, c -> c.subject("ali/x"))));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(issuer.last().uri()).isEqualTo("/u/ali%2Fx");
    }

    @Test
    void countsByClaim() throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway =
                filtered(
                        "{'jwt':{'jwks':'"
                                + issuer.host()
                                + "/keys'},'limits':[{'requests':1,'per':'1h','by':'jwt:sub'}]}");

        assertThat(send(gateway, signed(FIRST)).statusCode()).isEqualTo(200);
        assertThat(send(gateway, signed(FIRST, c -> c.subject("bea"))).statusCode()).isEqualTo(200);
        assertThat(send(gateway, signed(FIRST)).statusCode()).isEqualTo(429);
        assertThat(gateway.get("/f").statusCode()).isEqualTo(401);
    }

    @Test
    void takesTokensFromCookies() throws Exception {
        issuer.json("/keys", published(FIRST));
        var gateway = guarded("'cookie':'session'");
        var request = HttpRequest.newBuilder(gateway.uri("/f"));
        var twice = HttpRequest.newBuilder(gateway.uri("/f"));

        assertThat(
                        gateway.send(request.header("Cookie", "a=b; session=" + signed(FIRST)))
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        gateway.send(twice.header("Cookie", "session=x; session=" + signed(FIRST)))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void takesFixedKeysAndSecretsThatAreAskedForByName() throws Exception {
        var secret = new byte[32];
        java.util.Arrays.fill(secret, (byte) 7);
        var shared = new OctetSequenceKey.Builder(secret).keyID("s").build().toJSONString();
        var token =
                TestTokens.sign(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret), c -> c);
        var named = filtered("{'jwt':{'algorithms':['HS256'],'keys':[" + shared + "]}}");
        var unnamed = filtered("{'jwt':{'keys':[" + shared + "]}}");
        var rsa = filtered("{'jwt':{'keys':[" + FIRST.toPublicJWK().toJSONString() + "]}}");

        assertThat(send(named, token).statusCode()).isEqualTo(200);
        assertThat(send(unnamed, token).statusCode()).isEqualTo(401);
        assertThat(send(rsa, signed(FIRST)).statusCode()).isEqualTo(200);
        assertThat(send(rsa, signed(SECOND)).statusCode()).isEqualTo(401);
    }

    @Test
    void knowsEdwardsCurves() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var gateway =
                filtered("{'jwt':{'keys':[" + edwards((EdECPublicKey) pair.getPublic()) + "]}}");
        Supplier<Signature> signature =
                () -> {
                    try {
                        var made = Signature.getInstance("Ed25519");
                        made.initSign(pair.getPrivate());
                        return made;
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                };
        var unsigned =
                TestTokens.base64("{\"alg\":\"EdDSA\"}")
                        + "."
                        + TestTokens.base64("{\"sub\":\"ali\",\"exp\":4102444800}");
        var signing = signature.get();
        signing.update(unsigned.getBytes(StandardCharsets.US_ASCII));
        var encoder = Base64.getUrlEncoder().withoutPadding();

        assertThat(
                        send(gateway, unsigned + "." + encoder.encodeToString(signing.sign()))
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        send(gateway, unsigned + "." + encoder.encodeToString(new byte[64]))
                                .statusCode())
                .isEqualTo(401);
        assertThat(send(gateway, unsigned + ".AAAA").statusCode()).isEqualTo(401);
    }

    private static String edwards(EdECPublicKey key) {
        var encoded = key.getEncoded();
        var x = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(x)
                + "\"}";
    }

    @Test
    void saysWhatIsWrongInItsConfiguration() {
        JWK encryption =
                new ECKey.Builder(TestTokens.CURVE.toPublicJWK())
                        .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                        .build();

        assertThatThrownBy(
                        () ->
                                filtered(
                                        "{'jwt':{'keys':[{'kty':'RSA'},"
                                                + encryption.toJSONString()
                                                + "],'algorithms':['none'],'clockSkew':'1h',"
                                                + "'claims':{'a':{}},'headers':{'a b':'sub'},"
                                                + "'audience':[7],'issuers':'x'}}"))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("/filters/jwt/issuers: is not known here")
                .hasMessageContaining("/filters/jwt/keys/0: is no key (JWK) that can be used")
                .hasMessageContaining(
                        "/filters/jwt/keys/1: is no key (JWK) that can be used: is not")
                .hasMessageContaining("/filters/jwt/algorithms: must be some of")
                .hasMessageContaining("/filters/jwt/clockSkew: must be at most 10m")
                .hasMessageContaining("/filters/jwt/claims/a: must be a value")
                .hasMessageContaining("/filters/jwt/headers/a b: is no legal header")
                .hasMessageContaining("/filters/jwt/audience/0: must be text");
        assertThatThrownBy(() -> filtered("{'jwt':{'jwks':'ftp://x'}}"))
                .hasMessageContaining("/filters/jwt/jwks: must be an address");
        assertThatThrownBy(() -> filtered("{'jwt':{}}"))
                .hasMessageContaining("must have either \"jwks\", an address, or \"keys\"");
        assertThatThrownBy(() -> filtered("{'jwt':{'jwks':'https://a/b','algorithms':['HS256']}}"))
                .hasMessageContaining("not \"HS256\"");
    }
}
