package dev.perigee.security;

import dev.perigee.problems.PerigeeException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Stands before everything on the management port. It wants a bearer token, except for what tells
 * nothing: the pages of the UI, the description of the interface and the health. Without tokens, in
 * development, it lets in only requests that were addressed to this machine by name and that no
 * page of another site made.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ManagementFilter implements WebFilter {

    private static final Set<String> OPEN_PATHS = Set.of("/", "/ui", "/openapi.json", "/health");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "bearer ";

    private final TokenRepository tokens;
    private final Openness openness;
    private final SecurityProperties properties;

    ManagementFilter(TokenRepository tokens, Openness openness, SecurityProperties properties) {
        this.tokens = tokens;
        this.openness = openness;
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (openness.isOpen()) {
            var reason = foreign(request);
            return reason == null
                    ? chain.filter(exchange)
                    : Mono.error(new PerigeeException(SecurityProblems.FOREIGN_ORIGIN, reason));
        }
        if (isOpen(request)) {
            return chain.filter(exchange);
        }
        return authenticate(request)
                .switchIfEmpty(Mono.error(() -> refused(exchange)))
                .flatMap(_ -> chain.filter(exchange));
    }

    private static boolean isOpen(ServerHttpRequest request) {
        var path = request.getPath().pathWithinApplication().value();
        var reads = READING.contains(request.getMethod());
        return reads
                && (OPEN_PATHS.contains(path)
                        || path.startsWith("/ui/")
                        || path.startsWith("/health/"));
    }

    private Mono<Boolean> authenticate(ServerHttpRequest request) {
        var header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Mono.empty();
        }
        var secret = new TokenSecret(header.substring(BEARER.length()).strip());
        if (isConfigured(secret)) {
            return Mono.just(true);
        }
        return tokens.use(secret).map(_ -> true);
    }

    private boolean isConfigured(TokenSecret secret) {
        var configured = properties.adminToken();
        return configured != null
                && MessageDigest.isEqual(
                        configured.getBytes(StandardCharsets.UTF_8),
                        secret.text().getBytes(StandardCharsets.UTF_8));
    }

    private static PerigeeException refused(ServerWebExchange exchange) {
        var tried = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        exchange.getResponse()
                .getHeaders()
                .set(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"perigee\"" + (tried ? ", error=\"invalid_token\"" : ""));
        return new PerigeeException(
                SecurityProblems.UNAUTHENTICATED,
                tried
                        ? "The token is not valid; it may be expired or revoked."
                        : "Send a token in the header \"Authorization: Bearer …\".");
    }

    private static @Nullable String foreign(ServerHttpRequest request) {
        var host = request.getHeaders().getHost();
        if (host == null || !isThisMachine(host.getHostString())) {
            return "In development only requests to localhost are answered.";
        }
        var origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin != null && !isThisMachine(hostOf(origin))) {
            return "In development pages of other sites are not answered.";
        }
        return "cross-site".equals(request.getHeaders().getFirst("Sec-Fetch-Site"))
                        && !READING.contains(request.getMethod())
                ? "In development pages of other sites are not answered."
                : null;
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isThisMachine(@Nullable String host) {
        if (host == null) {
            return false;
        }
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("127.0.0.1")
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
