package dev.perigee.triggers;

import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Puts what a replay made in the place of what its trigger made. When it rehearsed a version, that
 * version becomes live in the same transaction, so the state and the code that goes on writing it
 * change together.
 */
@Component
class ReplayPromotion {

    private final PostgresEventLog log;
    private final ConnectionFactory connections;
    private final FunctionRegistry registry;
    private final TransactionalOperator transaction;

    ReplayPromotion(
            PostgresEventLog log,
            ConnectionFactory connections,
            FunctionRegistry registry,
            TransactionalOperator transaction) {
        this.log = log;
        this.connections = connections;
        this.registry = registry;
        this.transaction = transaction;
    }

    Mono<Void> promote(TriggerName replay) {
        return log.triggers()
                .trigger(replay)
                .filter(trigger -> trigger.shadow().version() != null)
                .flatMap(trigger -> promoteVersion(trigger).thenReturn(true))
                .switchIfEmpty(Mono.defer(() -> log.replays().promote(replay).thenReturn(true)))
                .then();
    }

    private Mono<Void> promoteVersion(Trigger replay) {
        var function = new FunctionId(replay.name().namespace(), replay.settings().function());
        var version = Integer.parseInt(String.valueOf(replay.shadow().version()));
        return log.over(connections)
                .replays()
                .promote(replay.name())
                .then(Mono.defer(() -> registry.makeLive(function, version)))
                .as(transaction::transactional)
                .then(Mono.fromRunnable(log::announce))
                .then(registry.refresh());
    }
}
