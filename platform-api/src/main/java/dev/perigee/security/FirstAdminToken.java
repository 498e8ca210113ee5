package dev.perigee.security;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The token that lets the first person in, and anyone back in when no token is valid any more. */
@Component
public class FirstAdminToken {

    private final TokenRepository tokens;
    private final TransactionalOperator transaction;
    private final SecurityProperties properties;

    FirstAdminToken(
            TokenRepository tokens,
            TransactionalOperator transaction,
            SecurityProperties properties) {
        this.tokens = tokens;
        this.transaction = transaction;
        this.properties = properties;
    }

    /** Makes a token when there is none that is valid, and answers with it this once. */
    public Mono<String> createIfNone() {
        if (properties.adminToken() != null) {
            return Mono.empty();
        }
        var secret = TokenSecret.random();
        return tokens.lockAndFindAny()
                .filter(any -> !any)
                .flatMap(_ -> tokens.add("first admin token", secret, null))
                .as(transaction::transactional)
                .map(_ -> secret.text());
    }
}
