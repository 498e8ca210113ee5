package dev.perigee.security;

import dev.perigee.problems.PerigeeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DAYS = 3650;

    private final TokenRepository tokens;

    TokenController(TokenRepository tokens) {
        this.tokens = tokens;
    }

    /** A new token; it is valid until revoked when no days are given. */
    record TokenRequest(@Nullable String name, @Nullable Integer expiresInDays) {}

    /** The only answer that shows the secret. */
    record CreatedResponse(
            long id, String name, String token, Instant createdAt, @Nullable Instant expiresAt) {}

    @GetMapping
    Flux<Token> list() {
        return tokens.all();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<CreatedResponse> create(@RequestBody TokenRequest request) {
        var name = request.name();
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw PerigeeException.invalid(
                    "/name", "The field \"name\" must say what the token is for");
        }
        var days = request.expiresInDays();
        if (days != null && (days < 1 || days > LONGEST_DAYS)) {
            throw PerigeeException.invalid(
                    "/expiresInDays",
                    "The field \"expiresInDays\" must be between 1 and " + LONGEST_DAYS);
        }
        var secret = TokenSecret.random();
        var expiresAt = days == null ? null : Instant.now().plus(Duration.ofDays(days));
        return tokens.add(name.strip(), secret, expiresAt)
                .map(
                        token ->
                                new CreatedResponse(
                                        token.id(),
                                        token.name(),
                                        secret.text(),
                                        token.createdAt(),
                                        token.expiresAt()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revoke(@PathVariable long id) {
        return tokens.revoke(id)
                .filter(revoked -> revoked)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new PerigeeException(
                                                SecurityProblems.TOKEN_NOT_FOUND,
                                                "There is no valid token %d.".formatted(id))))
                .then();
    }
}
