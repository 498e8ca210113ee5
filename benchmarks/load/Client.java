import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * An HTTP client of one thread that costs little: each call has a connection of its own, and its answer is read to the end
 * of the stream. Tells of calls in the thread that calls {@link #poll}.
 */
final class Client {

    /** A call that is over; times are of System.nanoTime, the status is 0 when it broke off. */
    record Answer(int status, String start, long from, long to) {

        double millis() {
            return (to - from) / 1e6;
        }
    }

    private static final class Call {
        final SocketChannel channel;
        final ByteBuffer request;
        final ByteBuffer head = ByteBuffer.allocate(600);
        final Consumer<Answer> told;
        long from = System.nanoTime();

        Call(SocketChannel channel, ByteBuffer request, Consumer<Answer> told) {
            this.channel = channel;
            this.request = request;
            this.told = told;
        }
    }

    private final Selector selector = Selector.open();
    private final InetSocketAddress address;
    private final ByteBuffer rest = ByteBuffer.allocate(1 << 16);
    private int open;

    Client(int port) throws IOException {
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Calls that are under way. */
    int open() {
        return open;
    }

    /** Connects and asks. */
    void get(String path, Consumer<Answer> told) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        var call = new Call(channel, request(path), told);
        open++;
        channel.register(selector, SelectionKey.OP_CONNECT, call);
        channel.connect(address);
    }

    /** Connects now; the call begins with {@link #ask}. */
    SocketChannel connect() throws IOException {
        return SocketChannel.open(address);
    }

    void ask(SocketChannel connected, String path, Consumer<Answer> told) throws IOException {
        connected.configureBlocking(false);
        var call = new Call(connected, request(path), told);
        open++;
        connected.write(call.request);
        connected.register(selector, SelectionKey.OP_READ, call);
    }

    private static ByteBuffer request(String path) {
        var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** Goes on with what is ready, and waits so long for it, in ms; 0 does not wait. */
    void poll(long millis) throws IOException {
        if (millis > 0) {
            selector.select(millis);
        } else {
            selector.selectNow();
        }
        var keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            var key = keys.next();
            keys.remove();
            var call = (Call) key.attachment();
            try {
                goOn(key, call);
            } catch (IOException broken) {
                end(call);
            }
        }
    }

    private void goOn(SelectionKey key, Call call) throws IOException {
        if (key.isConnectable()) {
            call.channel.finishConnect();
            call.channel.write(call.request);
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        if (call.channel.read(call.head.hasRemaining() ? call.head : rest.clear()) < 0) {
            end(call);
        }
    }

    private void end(Call call) throws IOException {
        call.channel.close();
        open--;
        var start = new String(call.head.array(), 0, call.head.position(), StandardCharsets.ISO_8859_1);
        int status = start.startsWith("HTTP/1.1 ") ? Integer.parseInt(start.substring(9, 12)) : 0;
        int body = start.indexOf("\r\n\r\n");
        call.told.accept(new Answer(status, body < 0 ? "" : start.substring(body + 4), call.from, System.nanoTime()));
    }
}
