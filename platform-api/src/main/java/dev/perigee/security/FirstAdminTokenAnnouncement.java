package dev.perigee.security;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Shows the first admin token once, on standard output, when the platform wants tokens. */
@Component
final class FirstAdminTokenAnnouncement implements ApplicationRunner {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FirstAdminToken token;
    private final Openness openness;

    FirstAdminTokenAnnouncement(FirstAdminToken token, Openness openness) {
        this.token = token;
        this.openness = openness;
    }

    @Override
    public void run(ApplicationArguments arguments)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (openness.isOpen()) {
            return;
        }
        var created = token.createIfNone().toFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (created != null) {
            System.out.printf(
                    "%nAdmin token, shown this once (only its hash is kept):%n%n    %s%n%n",
                    created);
        }
    }
}
