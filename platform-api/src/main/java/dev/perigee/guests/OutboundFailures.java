package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Says in the guest's words why a request got no answer; other errors stay internal. */
final class OutboundFailures {

    private OutboundFailures() {}

    static Throwable explain(Throwable error, OutboundRequest request) {
        if (error instanceof GuestCallException) {
            return error;
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            var explained = explainOne(cause, request.target().origin());
            if (explained != null) {
                return explained;
            }
        }
        return error;
    }

    private static @Nullable GuestCallException explainOne(Throwable cause, String origin) {
        return switch (cause) {
            case AddressRefusedException refused ->
                    failure("address_refused", String.valueOf(refused.getMessage()));
            case UnknownHostException _ ->
                    failure("unknown_host", origin + " has no address: the host is unknown");
            case ConnectTimeoutException _ ->
                    failure("connect_failed", origin + " did not accept a connection in time");
            case ConnectException _ ->
                    failure("connect_failed", origin + " refused the connection");
            case SSLException tls ->
                    failure(
                            "tls_failed",
                            "no trusted TLS with " + origin + ": " + tls.getMessage());
            case PoolAcquirePendingLimitException _, PoolAcquireTimeoutException _ ->
                    failure("overloaded", "too many requests wait for a connection to " + origin);
            case PrematureCloseException _ ->
                    failure("connection_closed", origin + " closed the connection");
            case IllegalArgumentException invalid ->
                    failure("invalid_arguments", "http.request: " + invalid.getMessage());
            // Other trouble with the connection, a reset for example.
            case IOException _ when cause.getCause() == null ->
                    failure("connection_closed", "the connection to " + origin + " broke");
            default -> null;
        };
    }

    private static GuestCallException failure(String code, String message) {
        return new GuestCallException(code, message, null);
    }
}
