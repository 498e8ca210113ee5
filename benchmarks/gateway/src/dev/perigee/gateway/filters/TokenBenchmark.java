package dev.perigee.gateway.filters;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.encoding.Json;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.ObjectNode;

/** Whether a token lets a caller in, the same one again and again, and ever new ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TokenBenchmark {

    private static final int MANY = 50_000;

    @Param({"RS256", "ES256"})
    public String algorithm;

    private final String[] tokens = new String[512];
    private String wrong;
    private Filters filters;
    private int next;

    @Setup
    public void sign() throws Exception {
        JWK key =
                algorithm.equals("RS256")
                        ? new RSAKeyGenerator(2048).generate()
                        : new ECKeyGenerator(Curve.P_256).generate();
        JWSSigner signer =
                algorithm.equals("RS256")
                        ? new RSASSASigner(key.toRSAKey())
                        : new ECDSASigner(key.toECKey());
        for (int i = 0; i < tokens.length; i++) {
            var claims =
                    new JWTClaimsSet.Builder()
                            .subject("user" + i)
                            .issuer("https://login.example.com/")
                            .audience("shop")
                            .expirationTime(Date.from(Instant.now().plusSeconds(MANY)))
                            .build();
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.parse(algorithm)), claims);
            token.sign(signer);
            tokens[i] = token.serialize();
        }
        var parts = tokens[0].split("\\.");
        wrong = parts[0] + "." + tokens[1].split("\\.")[1] + "." + parts[2];
        var node =
                ConfigNode.root(
                        Json.read(
                                "{\"jwt\":{\"audience\":\"shop\",\"keys\":["
                                        + key.toPublicJWK().toJSONString()
                                        + "]}}"));
        filters = new FilterReader().read(node);
        node.verify();
    }

    @Benchmark
    public Verdict sameToken() {
        return check(tokens[0]);
    }

    @Benchmark
    public Verdict manyTokens() {
        next = next + 1 == tokens.length ? 0 : next + 1;
        return check(tokens[next]);
    }

    /** One that is never remembered, since its signature is another's: each is checked in full. */
    @Benchmark
    public Verdict wrongToken() {
        return check(wrong);
    }

    private Verdict check(String token) {
        var headers = new DefaultHttpHeaders().set("Authorization", "Bearer " + token);
        return filters.check(new Request(headers, new HashMap<>())).block();
    }

    private record Request(HttpHeaders headers, Map<String, String> identity)
            implements FilteredRequest {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public InetAddress remote() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public String client() {
            return "127.0.0.1";
        }

        @Override
        public void speaksFor(String address) {}

        @Override
        public void proved(ObjectNode claims) {}

        @Override
        public void called(String requestId) {}

        @Override
        public void limitBody(long bytes) {}

        @Override
        public void onAnswer(Consumer<HttpHeaders> change) {}
    }
}
