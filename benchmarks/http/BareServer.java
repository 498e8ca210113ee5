import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.netty.http.server.HttpServer;

/** The least that Reactor Netty can do: the bytes of the hello function's answer, always. */
final class BareServer {

    public static void main(String[] args) {
        var answer = "{\"data\":\"Hello from Perigee!\"}".getBytes(StandardCharsets.US_ASCII);
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .handle(
                        (_, response) ->
                                response.header("content-type", "application/json")
                                        .sendObject(Unpooled.wrappedBuffer(answer)))
                .bindNow()
                .onDispose()
                .block();
    }
}
