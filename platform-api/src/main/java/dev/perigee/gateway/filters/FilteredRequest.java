package dev.perigee.gateway.filters;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request on its way to its target, as filters see and change it. Belongs to one event loop. */
public interface FilteredRequest {

    String method();

    /** The client's headers; what a filter changes here, the target gets. */
    HttpHeaders headers();

    /** The other end of the socket; null when it is no address. */
    @Nullable InetAddress remote();

    /** The client's address as text, once a filter has said whom to believe. */
    String client();

    /** Says that the socket's other end speaks for this client. */
    void speaksFor(String address);

    /** What filters found out of the caller, as parameters for the target. */
    Map<String, String> identity();

    /** What a token proved of the caller, for functions to see. */
    void proved(ObjectNode claims);

    /** The id that the client, backends and records know the request by. */
    void called(String requestId);

    void limitBody(long bytes);

    /** Changes the headers of whatever is answered. */
    void onAnswer(Consumer<HttpHeaders> change);
}
