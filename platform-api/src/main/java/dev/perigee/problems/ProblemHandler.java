package dev.perigee.problems;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns every error of the management interface into a problem document; the only place that does.
 */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final JsonMapper json;
    private final List<ProblemTranslation> translations;

    ProblemHandler(JsonMapper json, List<ProblemTranslation> translations) {
        this.json = json;
        this.translations = translations;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        var response = exchange.getResponse();
        var problem = problem(error);
        if (response.isCommitted() || isOfTheClient(problem, error)) {
            return Mono.error(error);
        }
        if (problem.type().fault() == Fault.INTERNAL) {
            LOG.error(
                    "{} {} failed",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath().value(),
                    error);
        }
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        if (error instanceof ResponseStatusException status) {
            response.getHeaders().putAll(status.getHeaders());
        }
        if (problem.type().status() == 503) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return response.writeWith(Mono.fromSupplier(() -> body(exchange, problem)));
    }

    /** A database that went away looks the same, but is known to be one. */
    private static boolean isOfTheClient(PerigeeException problem, Throwable error) {
        return problem.type().fault() == Fault.INTERNAL
                && DisconnectedClientHelper.isClientDisconnectedException(error);
    }

    private PerigeeException problem(Throwable error) {
        for (var translation : translations) {
            var known = translation.translate(error);
            if (known != null) {
                return known;
            }
        }
        return Problems.of(error);
    }

    private DataBuffer body(ServerWebExchange exchange, PerigeeException problem) {
        var path = exchange.getRequest().getPath().value();
        return exchange.getResponse()
                .bufferFactory()
                .wrap(json.writeValueAsBytes(ProblemDocument.of(problem, path)));
    }
}
