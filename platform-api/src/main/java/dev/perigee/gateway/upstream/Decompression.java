package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes compression off a body; what it grows to is bounded. */
final class Decompression {

    /** More than this is decompressed off the event loop. */
    private static final int LARGE = 64 << 10;

    private Decompression() {}

    static Mono<byte[]> decompress(byte[] body, HttpHeaders headers, int most) {
        var encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (body.length == 0 || encoding == null || encoding.equalsIgnoreCase("identity")) {
            return Mono.just(body);
        }
        var work = Mono.fromCallable(() -> decompress(body, encoding, most));
        return body.length > LARGE ? work.subscribeOn(Schedulers.parallel()) : work;
    }

    private static byte[] decompress(byte[] body, String encoding, int most) {
        try (var stream = stream(body, encoding)) {
            var bytes = stream.readNBytes(most);
            if (bytes.length == most && stream.read() >= 0) {
                throw UpstreamException.broken(
                        "the answer is larger than " + most + " bytes once decompressed");
            }
            return bytes;
        } catch (IOException damaged) {
            throw UpstreamException.broken("the answer says it is " + encoding + ", but is not");
        }
    }

    private static InputStream stream(byte[] body, String encoding) throws IOException {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(body), 8_192);
            case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body));
            default ->
                    throw UpstreamException.broken(
                            "the answer's content encoding \"" + encoding + "\" is not understood");
        };
    }
}
