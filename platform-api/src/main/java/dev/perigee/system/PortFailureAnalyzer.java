package dev.perigee.system;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Says which setting moves a port that another process has. */
final class PortFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException>
        implements Ordered {

    private final Environment environment;

    PortFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        var gateway = environment.getProperty("perigee.gateway.port", Integer.class, 3000);
        var setting =
                cause.getPort() == gateway ? "perigee.gateway.port" : "perigee.management.port";
        return new FailureAnalysis(
                "The port " + cause.getPort() + " is in use by another process.",
                "Stop that process, or choose another port with " + setting + ".",
                cause);
    }
}
