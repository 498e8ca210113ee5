package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.routes.InvalidRouteException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Connections to backends over TLS, as a Lura file's client_tls describes them. */
class ClientTlsTests {

    private static final String PASSWORD = "sesame";

    @TempDir private static Path files;

    /** A certificate of this machine that vouches for itself, made by the JDK's own tool. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        var store = files.resolve("store.p12");
        var tool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "own",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=backend",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(tool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem("certificate", "CERTIFICATE", keys.getCertificate("own").getEncoded());
        pem(
                "key",
                "PRIVATE KEY",
                Objects.requireNonNull(keys.getKey("own", PASSWORD.toCharArray())).getEncoded());
    }

    private static void pem(String name, String type, byte[] bytes) throws IOException {
        Files.writeString(
                files.resolve(name),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(type, Base64.getMimeEncoder().encodeToString(bytes), type));
    }

    private static String file(String name) {
        return files.resolve(name).toString();
    }

    private static DisposableServer backend(ClientAuth clients, String... versions)
            throws Exception {
        return backend(clients, List.of(), List.of(), versions);
    }

    private static DisposableServer backend(
            ClientAuth clients, List<String> suites, List<String> groups, String... versions)
            throws Exception {
        SslContext context =
                SslContextBuilder.forServer(
                                files.resolve("certificate").toFile(),
                                files.resolve("key").toFile())
                        .trustManager(files.resolve("certificate").toFile())
                        .clientAuth(clients)
                        .protocols(versions.length == 0 ? null : versions)
                        .ciphers(suites.isEmpty() ? null : suites)
                        .build();
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(
                        spec ->
                                spec.sslContext(context)
                                        .handlerConfigurator(
                                                handler -> limit(handler.engine(), groups)))
                .handle(
                        (_, response) ->
                                response.header("Content-Type", "application/json")
                                        .sendString(Mono.just("{\"secure\":true}")))
                .bindNow();
    }

    private static void limit(SSLEngine engine, List<String> groups) {
        if (!groups.isEmpty()) {
            var parameters = engine.getSSLParameters();
            parameters.setNamedGroups(groups.toArray(String[]::new));
            engine.setSSLParameters(parameters);
        }
    }

    private static String lura(DisposableServer backend, String tls) {
        return """
        {"version": 3, "client_tls": {%s}, "endpoints": [{"endpoint": "/a",
          "backend": [{"host": ["https://127.0.0.1:%d"], "url_pattern": "/"}]}]}
        """
                .formatted(tls, backend.port());
    }

    private static int status(DisposableServer backend, String tls) throws Exception {
        try (var gateway = TestGateway.lura(lura(backend, tls))) {
            return gateway.get("/a").statusCode();
        }
    }

    private static String trusting(String more) {
        return "\"ca_certs\": [\"" + file("certificate") + "\"]" + more;
    }

    @Test
    void trustsOnlyWhomItIsToldToTrust() throws Exception {
        var backend = backend(ClientAuth.NONE);
        try {
            assertThat(status(backend, "")).isEqualTo(500);
            assertThat(status(backend, trusting(""))).isEqualTo(200);
            assertThat(status(backend, trusting(", \"disable_system_ca_pool\": true")))
                    .isEqualTo(200);
            assertThat(status(backend, "\"allow_insecure_connections\": true")).isEqualTo(200);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void saysWhoItIs() throws Exception {
        var backend = backend(ClientAuth.REQUIRE);
        try {
            assertThat(status(backend, trusting(""))).isEqualTo(500);
            assertThat(
                            status(
                                    backend,
                                    trusting(
                                            ", \"client_certs\": [{\"certificate\": \""
                                                    + file("certificate")
                                                    + "\", \"private_key\": \""
                                                    + file("key")
                                                    + "\"}]")))
                    .isEqualTo(200);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void speaksTheVersionsThatItIsToldTo() throws Exception {
        var backend = backend(ClientAuth.NONE, "TLSv1.2");
        try {
            assertThat(status(backend, trusting(", \"min_version\": \"TLS13\""))).isEqualTo(500);
            assertThat(status(backend, trusting(", \"max_version\": \"TLS12\""))).isEqualTo(200);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void offersTheCipherSuitesThatItIsToldTo() throws Exception {
        var only = List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        var backend = backend(ClientAuth.NONE, only, List.of(), "TLSv1.2");
        try {
            assertThat(status(backend, trusting(", \"cipher_suites\": [49196]"))).isEqualTo(200);
            assertThat(
                            status(
                                    backend,
                                    trusting(", \"cipher_suites\": [\"" + only.getFirst() + "\"]")))
                    .isEqualTo(200);
            assertThat(status(backend, trusting(", \"cipher_suites\": [49195, 52393]")))
                    .isEqualTo(500);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void leavesTheSuitesOfTls13ToTheJvm() throws Exception {
        var backend = backend(ClientAuth.NONE, "TLSv1.3");
        try {
            assertThat(status(backend, trusting(", \"cipher_suites\": [49195]"))).isEqualTo(200);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void offersTheCurvesThatItIsToldTo() throws Exception {
        var backend = backend(ClientAuth.NONE, List.of(), List.of("secp384r1"));
        try {
            assertThat(status(backend, trusting(", \"curve_preferences\": [25, 24]")))
                    .isEqualTo(200);
            assertThat(status(backend, trusting(", \"curve_preferences\": [\"P384\"]")))
                    .isEqualTo(200);
            assertThat(status(backend, trusting(", \"curve_preferences\": [\"X25519\", 25]")))
                    .isEqualTo(500);
        } finally {
            backend.disposeNow();
        }
    }

    @Test
    void refusesFilesThatAreNotThere() throws Exception {
        var backend = backend(ClientAuth.NONE);
        try {
            assertThatThrownBy(() -> status(backend, "\"ca_certs\": [\"/nowhere.pem\"]"))
                    .isInstanceOf(InvalidRouteException.class)
                    .hasMessageContaining("/nowhere.pem");
            assertThatThrownBy(
                            () ->
                                    status(
                                            backend,
                                            "\"client_certs\": [{\"certificate\": \"/no.pem\","
                                                    + " \"private_key\": \"/no.key\"}]"))
                    .isInstanceOf(InvalidRouteException.class);
        } finally {
            backend.disposeNow();
        }
    }
}
