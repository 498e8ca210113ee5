package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.upstream.ServiceNames.Server;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Servers found by the SRV records of a name. */
class ServiceHostsTests {

    @Test
    void takesTheLowestPriorityAndEachByItsWeight() {
        var servers =
                List.of(
                        new Server("a", 1, 1, 20),
                        new Server("b", 2, 1, 10),
                        new Server("spare", 3, 2, 99));

        assertThat(ServiceHosts.hosts(servers, "http"))
                .containsExactly("http://a:1", "http://a:1", "http://b:2");
        assertThat(
                        ServiceHosts.hosts(
                                List.of(
                                        new Server("a", 1, 0, 30_000),
                                        new Server("b", 2, 0, 10_000)),
                                "https"))
                .containsExactly("https://a:1", "https://a:1", "https://a:1", "https://b:2");
        assertThat(
                        ServiceHosts.hosts(
                                List.of(new Server("a", 1, 0, 0), new Server("b", 2, 0, 0)),
                                "http"))
                .containsExactly("http://a:1", "http://b:2");
        assertThat(ServiceHosts.hosts(List.of(), "http")).isEmpty();
    }

    @Test
    void keepsWhatItKnowsForASecondAtLeast() {
        assertThat(known(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(known(Duration.ofMillis(999))).isEqualTo(Duration.ofSeconds(1));
        assertThat(known(Duration.ofMillis(1_001))).isEqualTo(Duration.ofMillis(1_001));
    }

    private static Duration known(Duration wanted) {
        return new ServiceHosts(_ -> Mono.empty(), "_api._tcp", "http", wanted).timeToLive();
    }

    @Test
    void looksAgainWhenWhatItKnowsIsOldAndGoesOnWithItUntilThen() {
        var asked = new AtomicInteger();
        var answer = new AtomicReference<>(Mono.just(List.of(new Server("a", 1, 0, 1))));
        var hosts =
                new ServiceHosts(
                        _ ->
                                Mono.defer(
                                        () -> {
                                            asked.incrementAndGet();
                                            return answer.get();
                                        }),
                        "_api._tcp",
                        "http",
                        Duration.ofSeconds(1));

        for (int i = 0; i < 5; i++) {
            assertThat(hosts.now().block()).containsExactly("http://a:1");
        }
        assertThat(asked).hasValue(1);

        answer.set(Mono.error(new IOException("no answer")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            assertThat(hosts.now().block()).containsExactly("http://a:1");
                            return asked.get() > 1;
                        });
        answer.set(Mono.just(List.of(new Server("b", 2, 0, 1))));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> List.of("http://b:2").equals(hosts.now().block()));
    }

    @Test
    void saysThatANameIsNotKnown() {
        var hosts =
                new ServiceHosts(
                        _ -> Mono.error(new IOException("no such name")),
                        "_api._tcp",
                        "http",
                        Duration.ofSeconds(30));

        assertThatThrownBy(() -> hosts.now().block())
                .isInstanceOf(UpstreamException.class)
                .hasMessage("the service name _api._tcp was not found: no such name");
    }

    @Test
    void asksARealServer() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var names =
                        new DnsServiceNames(
                                new SingletonDnsServerAddressStreamProvider(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(),
                                                socket.getLocalPort())))) {
            Thread.ofVirtual().start(() -> serve(socket));

            assertThat(names.find("_api._tcp.example.com").block(Duration.ofSeconds(10)))
                    .containsExactly(
                            new Server("one.example.com", 8_001, 1, 5),
                            new Server("two.example.com", 8_002, 2, 0));
        }
    }

    /** Answers each question with two records. */
    private static void serve(DatagramSocket socket) {
        var buffer = new byte[512];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var answer = answer(buffer);
                socket.send(
                        new DatagramPacket(
                                answer, answer.length, packet.getAddress(), packet.getPort()));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private static byte[] answer(byte[] question) throws IOException {
        var end = 12;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8180);
        out.writeShort(1);
        out.writeShort(2);
        out.writeInt(0);
        out.write(question, 12, end + 5 - 12);
        record(out, new Server("one", 8_001, 1, 5));
        record(out, new Server("two", 8_002, 2, 0));
        return bytes.toByteArray();
    }

    private static void record(DataOutputStream out, Server server) throws IOException {
        var name = new ByteArrayOutputStream();
        for (var label : List.of(server.host(), "example", "com")) {
            name.write(label.length());
            name.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        name.write(0);
        out.writeShort(0xc00c);
        out.writeShort(33);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(6 + name.size());
        out.writeShort(server.priority());
        out.writeShort(server.weight());
        out.writeShort(server.port());
        out.write(name.toByteArray());
    }
}
