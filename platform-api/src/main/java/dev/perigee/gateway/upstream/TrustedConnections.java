package dev.perigee.gateway.upstream;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts out of settings. */
final class TrustedConnections {

    private TrustedConnections() {}

    /**
     * The context for these settings.
     *
     * @throws IllegalArgumentException when a file of authorities cannot be read
     */
    static SslContext of(ClientSettings.Tls tls) {
        try {
            var builder = SslContextBuilder.forClient();
            if (tls.insecure()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null);
            } else if (!tls.authorities().isEmpty()) {
                builder.trustManager(authorities(tls));
            }
            var speech = tls.speech();
            if (!speech.versions().isEmpty()) {
                builder.protocols(speech.versions());
            }
            if (!speech.suites().isEmpty()) {
                builder.ciphers(speech.suites());
            }
            var own = tls.own();
            if (own != null) {
                builder.keyManager(new File(own.certificate()), new File(own.key()));
            }
            return builder.build();
        } catch (SSLException | GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Settles what a context has no setting for. */
    static void configure(SSLEngine engine, ClientSettings.Tls tls) {
        if (!tls.speech().groups().isEmpty()) {
            var parameters = engine.getSSLParameters();
            parameters.setNamedGroups(tls.speech().groups().toArray(String[]::new));
            engine.setSSLParameters(parameters);
        }
    }

    private static TrustManagerFactory authorities(ClientSettings.Tls tls)
            throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var count = 0;
            if (tls.systemAuthorities()) {
                for (var authority : systemAuthorities()) {
                    store.setCertificateEntry("system" + count++, authority);
                }
            }
            for (var file : tls.authorities()) {
                try (InputStream stream = Files.newInputStream(Path.of(file))) {
                    var certificates =
                            CertificateFactory.getInstance("X.509").generateCertificates(stream);
                    for (var certificate : certificates) {
                        store.setCertificateEntry("own" + count++, certificate);
                    }
                }
            }
            return factory(store);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] systemAuthorities() throws GeneralSecurityException {
        return Arrays.stream(factory(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(
                        manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
