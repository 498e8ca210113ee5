package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and fan-out in sequences, against real backends. */
class SequenceTests {

    private final TestBackend backend = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        backend.close();
    }

    private TestGateway gateway(String backends) {
        var pipeline = "{'merge':'sequential','backends':[" + backends + "]}";
        var gateway =
                TestGateway.production(
                        "GET /x/:kind "
                                + pipeline.replace('\'', '"').replace("HOST", backend.host()));
        gateways.add(gateway);
        return gateway;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'resp0_paid':true} | true",
                "{'resp0_paid':false} | false",
                "{'resp0_state':['open','done']} | true",
                "{'resp0_state':['open']} | false",
                "{'resp0_state':{'not':'open'}} | true",
                "{'resp0_state':{'not':['open','done']}} | false",
                "{'resp0_lines.1.id':8} | true",
                "{'resp0_total':7.5} | true",
                "{'resp0_user.name':{'exists':true}} | true",
                "{'resp0_nobody':{'exists':false}} | true",
                "{'resp0_nobody':'x'} | false",
                "{'resp0_nobody':{'not':'x'}} | true",
                "{'kind':'gold'} | true",
                "{'kind':'gold','resp0_paid':false} | false"
            })
    void asksABackendWhenItsConditionHolds(String when, boolean asked) throws Exception {
        backend.json(
                        "/first",
                        "{\"paid\":true,\"state\":\"done\",\"total\":7.5,\"user\":{\"name\":\"a\"},"
                                + "\"lines\":[{\"id\":7},{\"id\":8}]}")
                .json("/second", "{\"second\":1}")
                .json("/third", "{\"third\":1}");
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/first'},{'host':'HOST','path':'/second','when':"
                                + when
                                + "},{'host':'HOST','path':'/third'}");

        var answer = gateway.get("/x/gold");

        assertThat(answer.body().contains("\"second\":1")).isEqualTo(asked);
        assertThat(answer.body()).contains("\"third\":1");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("true");
        assertThat(backend.asked()).hasSize(asked ? 3 : 2);
    }

    @Test
    void asksForEachElementAndKeepsTheirOrder() throws Exception {
        backend.json("/order", "{\"lines\":[{\"sku\":\"a/1\"},{\"sku\":\"b\"},{\"sku\":\"c\"}]}")
                .slow("/stock/a%2F1", 200, "{\"left\":1,\"noise\":9}")
                .json("/stock/b", "{\"left\":2}")
                .json("/stock/c", "{\"left\":3}");
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/order'},{'host':'HOST','path':'/stock/{item.sku}',"
                                + "'each':'resp0_lines','group':'stock','allow':['left']}");

        var answer = gateway.get("/x/1");

        assertThat(answer.body()).contains("\"stock\":[{\"left\":1},{\"left\":2},{\"left\":3}]");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("true");
    }

    @Test
    void givesPlainElementsAndLetsLaterBackendsUseTheReplies() throws Exception {
        backend.json("/ids", "{\"ids\":[3,4]}")
                .json("/name/3", "{\"name\":\"three\"}")
                .json("/name/4", "{\"name\":\"four\"}")
                .json("/last/four", "{\"last\":true}");
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/ids'},{'host':'HOST','path':'/name/{item}',"
                                + "'each':'resp0_ids','group':'names'},"
                                + "{'host':'HOST','path':'/last/{resp1_names.1.name}'}");

        assertThat(gateway.get("/x/1").body()).contains("\"last\":true");
    }

    @Test
    void saysWhichElementsAreMissing() throws Exception {
        backend.json("/ids", "{\"ids\":[1,2,3]}")
                .json("/name/1", "{\"n\":1}")
                .status("/name/2", 500, "no")
                .json("/name/3", "{\"n\":3}");
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/ids'},{'host':'HOST','path':'/name/{item}',"
                                + "'each':'resp0_ids','group':'names'}");

        var answer = gateway.get("/x/1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"names\":[{\"n\":1},null,{\"n\":3}]");
        assertThat(answer.headers().firstValue("x-perigee-completed")).contains("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"{\"ids\":[]} | 1", "{\"none\":1} | 1", "{\"ids\":[1,2,3,4,5,6]} | 1"})
    void bringsNothingForNoElementsOrTooMany(String first, int asked) throws Exception {
        backend.json("/ids", first);
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/ids'},{'host':'HOST','path':'/name/{item}',"
                                + "'each':'resp0_ids','group':'names','most':5}");

        var answer = gateway.get("/x/1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(backend.asked()).hasSize(asked);
        var complete = !first.contains("6");
        assertThat(answer.headers().firstValue("x-perigee-completed"))
                .contains(Boolean.toString(complete));
    }

    @Test
    void asksSoManyAtATime() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        backend.json("/ids", "{\"ids\":[1,2,3,4,5,6,7,8,9]}");
        for (int i = 1; i < 10; i++) {
            backend.on(
                    "/name/" + i,
                    exchange -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        TestBackend.pause(50);
                        running.decrementAndGet();
                        TestBackend.answer(exchange, 200, "application/json", "{}");
                    });
        }
        var gateway =
                gateway(
                        "{'host':'HOST','path':'/ids'},{'host':'HOST','path':'/name/{item}',"
                                + "'each':'resp0_ids','group':'names','atOnce':2}");

        gateway.get("/x/1");

        assertThat(backend.asked()).hasSize(10);
        assertThat(most.get()).isBetween(1, 2);
    }
}
