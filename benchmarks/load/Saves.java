import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Saves a function again and again and asks for it until the answer is that of the new code, beside a steady caller of another
 * one: PORT DIRECTORY SAVES, the directory is that of a project's functions. A save begins when the file is about to be written.
 */
final class Saves {

    private static final long STEADY = 1_000_000_000L / 100;
    private static final long QUESTION = 5_000_000;
    private static final long WARM_UP = 10_000_000_000L;
    private static final long PATIENCE = 10_000_000_000L;

    private final Client client;
    private final Random random = new Random(1);
    private long steadyDue = System.nanoTime();
    private int steady;
    private int failed;
    private boolean asking;
    private long newAt;

    private Saves(int port) throws IOException {
        client = new Client(port);
    }

    public static void main(String[] args) throws IOException {
        var saves = new Saves(Integer.parseInt(args[0]));
        saves.goOnFor(WARM_UP);
        var app = Path.of(args[1]);
        int count = Integer.parseInt(args[2]);
        saves.measure("lua", app.resolve("saved-lua.lua"), "return function() return 'save %d.' end\n", count);
        saves.measure("javascript", app.resolve("saved-javascript.js"), "export default () => 'save %d.';\n", count);
        System.out.printf("%d steady requests, %d failed%n", saves.steady, saves.failed);
    }

    private void measure(String language, Path file, String code, int count) throws IOException {
        var millis = new double[count];
        for (int i = 0; i < count; i++) {
            goOnFor(700_000_000L + random.nextLong(600_000_000L));
            millis[i] = save(file, code.formatted(i), "/private/saved-" + language, "save " + i + ".");
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s: p50 %.0f p90 %.0f max %.0f ms of %d saves%n",
                language, millis[count / 2], millis[count * 9 / 10], millis[count - 1], count);
    }

    private double save(Path file, String code, String path, String expected) throws IOException {
        long from = System.nanoTime();
        newAt = 0;
        Files.writeString(file, code);
        long due = from;
        while (newAt == 0) {
            long now = System.nanoTime();
            if (now - from > PATIENCE) {
                throw new IOException(path + " does not answer with " + expected);
            }
            if (!asking && now >= due) {
                due = now + QUESTION;
                asking = true;
                client.get(path, answer -> told(answer, expected));
            }
            step(asking ? steadyDue : Math.min(due, steadyDue));
        }
        return (newAt - from) / 1e6;
    }

    private void told(Client.Answer answer, String expected) {
        asking = false;
        if (answer.start().contains(expected)) {
            newAt = answer.to();
        }
    }

    private void goOnFor(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            step(steadyDue);
        }
    }

    /** Asks the steady question when it is time, and waits for answers at most until then. */
    private void step(long until) throws IOException {
        if (System.nanoTime() >= steadyDue) {
            steadyDue += STEADY;
            client.get("/hello", this::count);
        }
        client.poll(Math.max(0, (until - System.nanoTime()) / 1_000_000));
    }

    private void count(Client.Answer answer) {
        steady++;
        if (answer.status() != 200) {
            failed++;
        }
    }
}
