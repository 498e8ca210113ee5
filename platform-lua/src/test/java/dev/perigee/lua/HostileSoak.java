package dev.perigee.lua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/**
 * Runs the hostile programs over and over, or those whose names contain a text: {@code HostileSoak
 * RUNS LIMIT_MS [TEXT]}. Prints how late they ended, the latest by name, and how the heap grew;
 * exits with 1 when one did harm or computed longer after its limit than the goal allows, which
 * wants a machine for itself.
 */
final class HostileSoak {

    private static final int SAMPLES = 20;
    private static final Duration GOAL = Duration.ofMillis(200);

    private record Late(String program, Duration late, Duration computed) {}

    /** Of the first round, which pays for loading classes. */
    private final List<Late> first = new ArrayList<>();

    private final List<Late> endings = new ArrayList<>();
    private final List<long[]> heap = new ArrayList<>();
    private int harmful;

    private HostileSoak() {}

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        var limit = Duration.ofMillis(Long.parseLong(arguments[1]));
        var soak = new HostileSoak();
        try (var engine = Engine.create("lua")) {
            start(engine);
            soak.run(engine, programs(arguments.length > 2 ? arguments[2] : ""), runs, limit);
        }
        soak.report(limit);
        System.exit(soak.harmful == 0 && soak.missesOf(Late::computed) == 0 ? 0 : 1);
    }

    /** As an embedder does before it serves anybody. */
    private static void start(Engine engine) {
        long began = System.nanoTime();
        try (var context = Context.newBuilder("lua").engine(engine).build()) {
            context.eval("lua", "return 1");
        }
        System.out.printf("first context: %.0f ms%n", (System.nanoTime() - began) / 1e6);
    }

    private static List<Program> programs(String text) throws IOException {
        var chosen =
                HostileProgramTests.programs().stream()
                        .filter(program -> program.name().contains(text))
                        .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no program's name contains \"" + text + "\"");
        }
        return chosen;
    }

    private void run(Engine engine, List<Program> programs, int runs, Duration limit)
            throws Exception {
        var bounded = new BoundedRun(engine, limit);
        for (int i = 0; i < runs; i++) {
            var program = programs.get(i % programs.size());
            var ending = bounded.run(program.text());
            var late = new Late(program.name(), ending.late(), ending.computed());
            (i < programs.size() ? first : endings).add(late);
            if (!ending.isOrderly()) {
                harmful++;
                System.out.println("HARM " + program.name() + ": " + ending.failure());
            }
            if ((i + 1) % Math.max(1, runs / SAMPLES) == 0) {
                sample(i + 1);
            }
        }
    }

    /** What is still reachable. */
    @SuppressWarnings("SystemGc")
    private void sample(int runs) throws InterruptedException {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        long used = runtime.totalMemory() - runtime.freeMemory();
        heap.add(new long[] {runs, used});
        System.out.printf("%6d runs: %.1f MB%n", runs, used / 1e6);
    }

    private long missesOf(Function<Late, Duration> measure) {
        return Stream.concat(first.stream(), endings.stream())
                .filter(one -> measure.apply(one).compareTo(GOAL) > 0)
                .count();
    }

    private void report(Duration limit) {
        System.out.printf(
                "%d runs after the first round, limit %d ms, %d harmful%n",
                endings.size(), limit.toMillis(), harmful);
        print("first round, late by", first.stream().map(Late::late).sorted().toList());
        print("first round, computed", first.stream().map(Late::computed).sorted().toList());
        print("late by", endings.stream().map(Late::late).sorted().toList());
        print("computed", endings.stream().map(Late::computed).sorted().toList());
        Map<String, Late> worst = new HashMap<>();
        Stream.concat(first.stream(), endings.stream())
                .forEach(
                        one ->
                                worst.merge(
                                        one.program(),
                                        one,
                                        (a, b) -> a.late().compareTo(b.late()) > 0 ? a : b));
        worst.values().stream()
                .sorted(Comparator.comparing(Late::late).reversed())
                .limit(12)
                .forEach(
                        one ->
                                System.out.printf(
                                        "%6d ms, %d of them computing: %s%n",
                                        one.late().toMillis(),
                                        one.computed().toMillis(),
                                        one.program()));
        System.out.printf(
                "%d computed for more than %d ms, %d ended later by the clock%n",
                missesOf(Late::computed), GOAL.toMillis(), missesOf(Late::late));
        System.out.printf("heap over the second half: %.0f bytes a run%n", slope());
    }

    private static void print(String what, List<Duration> sorted) {
        System.out.printf(
                "%s: median %d ms, 99 %% %d ms, 99.9 %% %d ms, worst %d ms%n",
                what, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
    }

    private static long at(List<Duration> sorted, double part) {
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size())).toMillis();
    }

    /** Of the line of least squares through the later half of the samples. */
    private double slope() {
        var half = heap.subList(heap.size() / 2, heap.size());
        double x = half.stream().mapToLong(one -> one[0]).average().orElse(0);
        double y = half.stream().mapToLong(one -> one[1]).average().orElse(0);
        double above = half.stream().mapToDouble(one -> (one[0] - x) * (one[1] - y)).sum();
        double below = half.stream().mapToDouble(one -> (one[0] - x) * (one[0] - x)).sum();
        return below == 0 ? 0 : above / below;
    }
}
