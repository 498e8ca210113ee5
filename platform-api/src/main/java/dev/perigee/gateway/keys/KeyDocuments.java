package dev.perigee.gateway.keys;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Fetches documents with keys (JWKS) by HTTP, within a time and a size. */
final class KeyDocuments {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 512 << 10;

    private final HttpClient client;
    private final Duration patience;

    KeyDocuments(Duration patience) {
        this.patience = patience;
        client =
                HttpClient.newConnection()
                        .option(
                                io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(CONNECT.toMillis()))
                        .headers(headers -> headers.set("Accept", "application/json"));
    }

    /** The keys of the document; an error when it cannot be had or holds none. */
    Mono<List<VerificationKey>> fetch(URI source) {
        return client.get()
                .uri(source)
                .response(KeyDocuments::read)
                .single()
                .timeout(patience)
                .map(KeyDocuments::parse);
    }

    private static Mono<byte[]> read(HttpClientResponse response, ByteBufFlux body) {
        if (response.status().code() != 200) {
            return Mono.error(
                    new IllegalArgumentException("it answers " + response.status().code()));
        }
        return body.asByteArray()
                .collect(ByteArrayOutputStream::new, KeyDocuments::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream document, byte[] chunk) {
        if (document.size() + chunk.length > MOST_BYTES) {
            throw new IllegalArgumentException("it is larger than " + MOST_BYTES + " bytes");
        }
        document.writeBytes(chunk);
    }

    private static List<VerificationKey> parse(byte[] document) {
        try {
            var set = JWKSet.parse(new String(document, StandardCharsets.UTF_8));
            var keys = VerificationKey.published(set.getKeys());
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("it has no public key for signatures");
            }
            return keys;
        } catch (ParseException malformed) {
            throw new IllegalArgumentException("it is no set of keys: " + malformed.getMessage());
        }
    }
}
