import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * So many calls at once of functions that each wait for an answer from outside: PORT CALLS ROUNDS [LANGUAGE…]. The other side
 * answers after 200 ms; it is here, too, on a thread of its own. First the same against itself, to be warm.
 */
final class Waits {

    private static final long DELAY = 200_000_000L;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final Selector selector = Selector.open();

    /** Connections with a question, in the order in which the answers are due. */
    private final ArrayDeque<Due> due = new ArrayDeque<>();

    private record Due(SocketChannel to, boolean last, long at) {}

    private Waits() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws Exception {
        var outside = new Waits();
        Thread.ofPlatform().daemon().start(outside::answer);
        int port = outside.listening.socket().getLocalPort();
        int calls = Integer.parseInt(args[1]);
        for (int i = 0; i < 5; i++) {
            round(new Client(port), calls, "/", true);
        }
        for (int i = 3; i < args.length; i++) {
            var client = new Client(Integer.parseInt(args[0]));
            var times = new ArrayList<String>();
            for (int n = 0; n < Integer.parseInt(args[2]); n++) {
                times.add(round(client, calls, "/wait/" + args[i] + "?url=http://127.0.0.1:" + port + "/", false));
            }
            System.out.println(args[i] + ": " + String.join(", ", times));
        }
    }

    private static String round(Client client, int calls, String path, boolean anyStatus) throws IOException {
        List<Client.Answer> answers = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            client.get(path, answers::add);
            client.poll(0);
        }
        while (client.open() > 0) {
            client.poll(100);
        }
        long failed = answers.stream().filter(answer -> answer.status() != 200).count();
        var time = "%.2f s".formatted((System.nanoTime() - from) / 1e9);
        return failed == 0 || anyStatus ? time : time + " (" + failed + " failed)";
    }

    private void answer() {
        try {
            while (true) {
                answerDue();
                selector.select(due.isEmpty() ? 1000 : Math.max(1, (due.peek().at() - System.nanoTime()) / 1_000_000));
                for (var key : selector.selectedKeys()) {
                    goOn(key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private void answerDue() throws IOException {
        while (!due.isEmpty() && due.peek().at() <= System.nanoTime()) {
            var question = due.poll();
            var channel = question.to();
            try {
                channel.write(ByteBuffer.wrap(ANSWER));
                if (question.last()) {
                    channel.close();
                }
            } catch (IOException gone) {
                channel.close();
            }
        }
    }

    private void goOn(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            for (var channel = listening.accept(); channel != null; channel = listening.accept()) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            return;
        }
        var channel = (SocketChannel) key.channel();
        try {
            // A question fits into one segment.
            var question = ByteBuffer.allocate(4096);
            if (channel.read(question) < 0) {
                channel.close();
            } else {
                var text = new String(question.array(), 0, question.position(), StandardCharsets.US_ASCII);
                due.add(new Due(channel, text.contains("Connection: close"), System.nanoTime() + DELAY));
            }
        } catch (IOException gone) {
            channel.close();
        }
    }
}
