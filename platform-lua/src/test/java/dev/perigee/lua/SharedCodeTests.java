package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contexts of one engine share code that specialises itself. Threads that teach fresh code
 * different types at the same time must each get what they would have got alone.
 */
@Timeout(120)
class SharedCodeTests {

    private static final int THREADS = 4;
    private static final int ROUNDS = 25;

    /**
     * Computes with numbers of either type, one after the other, from a different one each time.
     */
    private static final String PROGRAM =
            """
            local numbers = {1, 2.5, 3, -4.0, 7, 1 << 60, 0.25, "10", 9}
            local out = {}
            local function show(...)
              for i = 1, select("#", ...) do
                local v = select(i, ...)
                out[#out + 1] = (math.type(v) or type(v)) .. tostring(v)
              end
            end
            local point, list = {x = 0, y = 0}, {}
            local function compute(a, b)
              local sum = a + b
              local product = a * b - a
              point.x = a + 1
              point.y = point.x * 2
              list[#list + 1] = b
              local last = list[#list] + list[1]
              show(sum, product, a / b, a // b, a % b, -a, point.x, point.y, last, a + b * a + 1)
              show(a == b, a * 1 < b * 1, a * 1 <= b * 1, a * 1 > b * 1, (a + 1) * (b - 1))
            end
            local function fields(t, i)
              t[i % 9 == 0 and "z" or "field" .. i % 9] = i
              return t.z, t.field1, t.field2
            end
            local function last(n) if n == 0 then return "done" end return last(n - 1) end
            for i = 0, 40 do
              local a = numbers[(i + turn) % #numbers + 1]
              compute(a, numbers[(i * 3 + turn) % #numbers + 1])
              compute(a, a)
              show(fields({[i % 3 == 0 and "a" or i % 3 == 1 and "b" or "c"] = a}, i + turn))
              show(last(i % 3))
            end
            return table.concat(out, " ")
            """;

    private static String run(Engine engine, Source source, int turn) {
        try (var context = Context.newBuilder("lua").engine(engine).build()) {
            context.getBindings("lua").putMember("turn", turn);
            return context.eval(source).asString();
        }
    }

    private static Source source(int round) {
        return Source.create("lua", PROGRAM + " -- " + round);
    }

    @Test
    void threadsThatTeachTheSameCodeGetWhatEachWouldGetAlone() throws Exception {
        var expected = new ArrayList<String>();
        for (int turn = 0; turn < THREADS; turn++) {
            try (var engine = Engine.create("lua")) {
                expected.add(run(engine, source(0), turn));
            }
        }

        var start = new CyclicBarrier(THREADS);
        try (var engine = Engine.create("lua");
                var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                var source = source(round);
                var runs = new ArrayList<Callable<String>>();
                for (int turn = 0; turn < THREADS; turn++) {
                    int own = turn;
                    runs.add(
                            () -> {
                                start.await();
                                return run(engine, source, own);
                            });
                }
                var results = new ArrayList<String>();
                for (var result : threads.invokeAll(runs)) {
                    results.add(result.get());
                }

                assertThat(results).as("round %s", round).isEqualTo(expected);
            }
        }
    }
}
