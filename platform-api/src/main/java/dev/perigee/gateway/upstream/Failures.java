package dev.perigee.gateway.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Says in the operator's words why a backend gave no answer. */
final class Failures {

    /** A cause may lie in its own chain. */
    private static final int MAX_DEPTH = 16;

    private Failures() {}

    static Throwable explain(Throwable failure, String origin) {
        if (failure instanceof UpstreamException) {
            return failure;
        }
        Throwable cause = failure;
        for (int i = 0; i < MAX_DEPTH && cause != null; i++) {
            var explained = explainOne(cause, origin);
            if (explained != null) {
                return explained;
            }
            cause = cause.getCause();
        }
        return AbortedException.isConnectionReset(failure)
                ? UpstreamException.unreachable(origin + " broke the connection off")
                : UpstreamException.broken(
                        origin + " sent what is no answer in HTTP: " + failure.getMessage());
    }

    static UpstreamException overloaded(String origin) {
        return UpstreamException.overloaded("too many requests wait for a connection to " + origin);
    }

    static UpstreamException closed(String origin) {
        return UpstreamException.unreachable(origin + " closed the connection");
    }

    private static @Nullable UpstreamException explainOne(Throwable cause, String origin) {
        return switch (cause) {
            case UpstreamException known -> known;
            case UnknownHostException _ ->
                    UpstreamException.unreachable(origin + " has no address: the host is unknown");
            case ConnectTimeoutException _ ->
                    UpstreamException.timedOut(origin + " did not accept a connection in time");
            case ConnectException _ ->
                    UpstreamException.unreachable(origin + " refused the connection");
            case ReadTimeoutException _ ->
                    UpstreamException.timedOut(origin + " did not go on answering in time");
            case SSLException tls ->
                    UpstreamException.broken(
                            "no trusted TLS with " + origin + ": " + tls.getMessage());
            case PoolAcquirePendingLimitException _, PoolAcquireTimeoutException _ ->
                    overloaded(origin);
            case PrematureCloseException _ -> closed(origin);
            case TooLongHttpHeaderException _, TooLongHttpLineException _ ->
                    UpstreamException.broken(origin + " sent more header fields than allowed");
            default -> null;
        };
    }
}
