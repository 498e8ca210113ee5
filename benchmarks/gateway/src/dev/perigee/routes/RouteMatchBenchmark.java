package dev.perigee.routes;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding a route among 10,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteMatchBenchmark {

    private static final int ROUTES = 10_000;

    private RouteTable table;
    private final String[] statics = new String[ROUTES];
    private final String[] parameters = new String[ROUTES];
    private final String[] unknown = new String[ROUTES];
    private int next;

    @Setup
    public void compile() {
        var routes = new ArrayList<RouteDefinition>(ROUTES);
        for (int i = 0; i < ROUTES; i++) {
            var group = "/api/v" + i % 10 + "/service" + i / 10;
            var withParameter = i % 2 == 0;
            routes.add(
                    new RouteDefinition(
                            "default",
                            "GET",
                            withParameter ? group + "/items/:id/parts" : group + "/list/all",
                            "f"));
            var place = (int) (i * 7919L % ROUTES);
            statics[place] = "/api/v" + (i | 1) % 10 + "/service" + i / 10 + "/list/all";
            parameters[place] = "/api/v" + (i & ~1) % 10 + "/service" + i / 10 + "/items/4711/parts";
            unknown[place] = group + "/nothing/here";
        }
        table = CompiledRouteTable.compile(routes, Silent::new);
    }

    private record Silent(RouteDefinition definition) implements CompiledTarget {}

    private int next() {
        next = next + 1 == ROUTES ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public RouteTable.Match exact() {
        return table.match("GET", statics[next()]);
    }

    @Benchmark
    public RouteTable.Match withParameter() {
        return table.match("GET", parameters[next()]);
    }

    @Benchmark
    public RouteTable.Match none() {
        return table.match("GET", unknown[next()]);
    }
}
