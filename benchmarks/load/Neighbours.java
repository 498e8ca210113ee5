import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * A steady caller alone, then beside bad calls that all begin at once: PORT BAD_CALLS [LANGUAGE/PROGRAM…]. What it tells is of
 * the window from the beginning of the bad calls to the last of their answers, of the deadline's five seconds at least.
 */
final class Neighbours {

    private static final int RATE = 100;
    private static final long WARM_UP = 10_000_000_000L;
    private static final long ALONE = 12_000_000_000L;
    private static final long WINDOW = 5_200_000_000L;

    private final int port;
    private final int calls;
    private final Client client;
    private double alone;

    private Neighbours(int port, int calls) throws Exception {
        this.port = port;
        this.calls = calls;
        client = new Client(port);
    }

    public static void main(String[] args) throws Exception {
        var measured = new Neighbours(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        measured.alone();
        for (var program : Arrays.asList(args).subList(2, args.length)) {
            measured.beside(program);
        }
    }

    private void alone() throws Exception {
        steady(lasting(WARM_UP));
        var answers = steady(lasting(ALONE));
        alone = quantile(answers, 0.99);
        System.out.printf(
                "alone: p50 %.1f p90 %.1f p99 %.1f max %.1f ms of %d calls, %d failed%n",
                quantile(answers, 0.5), quantile(answers, 0.9), alone, quantile(answers, 1), answers.size(), failed(answers));
        System.out.printf(
                "%-22s %6s %6s %6s %6s %9s %7s %8s  %s%n",
                "bad calls", "p50", "p90", "p99", "max", "of alone", "failed", "last/s", "their answers");
    }

    private static BooleanSupplier lasting(long nanos) {
        long end = System.nanoTime() + nanos;
        return () -> System.nanoTime() >= end;
    }

    private void beside(String program) throws Exception {
        var path = "/bad/" + program.replace("/", "?program=");
        var bad = new FutureTask<>(() -> fire(path));
        Thread.ofPlatform().start(bad);
        var answers = steady(bad::isDone);
        var others = bad.get();
        long begin = others.getFirst().from();
        long last = others.stream().mapToLong(Client.Answer::to).max().orElseThrow();
        answers.addAll(steady(() -> System.nanoTime() - begin > WINDOW));
        answers.removeIf(answer -> answer.to() < begin);
        System.out.printf(
                "%-22s %6.1f %6.1f %6.1f %6.1f %9.2f %7d %8.2f  %s%n",
                program, quantile(answers, 0.5), quantile(answers, 0.9), quantile(answers, 0.99), quantile(answers, 1),
                quantile(answers, 0.99) / alone, failed(answers), (last - begin) / 1e9, counted(others));
        Thread.sleep(1000);
    }

    /** All at once; their connections are there before, so that the client itself costs little then. */
    private List<Client.Answer> fire(String path) throws Exception {
        var own = new Client(port);
        var answers = new ArrayList<Client.Answer>();
        var connections = new ArrayList<java.nio.channels.SocketChannel>();
        for (int i = 0; i < calls; i++) {
            connections.add(own.connect());
        }
        Thread.sleep(1000);
        for (var connection : connections) {
            own.ask(connection, path, answers::add);
        }
        while (own.open() > 0) {
            own.poll(100);
        }
        answers.sort((a, b) -> Long.compare(a.from(), b.from()));
        return answers;
    }

    private List<Client.Answer> steady(BooleanSupplier over) throws Exception {
        var answers = new ArrayList<Client.Answer>();
        long due = System.nanoTime();
        while (!over.getAsBoolean()) {
            if (System.nanoTime() >= due) {
                client.get("/hello", answers::add);
                due += 1_000_000_000L / RATE;
            }
            client.poll(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
        while (client.open() > 0) {
            client.poll(100);
        }
        return answers;
    }

    private static long failed(List<Client.Answer> answers) {
        return answers.stream().filter(answer -> answer.status() != 200).count();
    }

    private static double quantile(List<Client.Answer> answers, double part) {
        var sorted = answers.stream().mapToDouble(Client.Answer::millis).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    private static Map<String, Integer> counted(List<Client.Answer> answers) {
        var counted = new TreeMap<String, Integer>();
        for (var answer : answers) {
            var text = answer.status() + " " + answer.start();
            counted.merge(text.substring(0, Math.min(60, text.length())), 1, Integer::sum);
        }
        return counted;
    }
}
