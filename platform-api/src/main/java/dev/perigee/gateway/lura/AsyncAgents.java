package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import java.util.Set;

/** Checks consumers of message queues, which Lura defines and others drive. */
record AsyncAgents(LuraReader.Notices notices) {

    private static final Set<String> BACKOFF =
            Set.of("", "linear", "linear-jitter", "exponential", "exponential-jitter", "default");

    void check(ConfigNode root) {
        var agents = root.list("async_agent");
        for (int i = 0; i < agents.size(); i++) {
            var agent = agents.get(i);
            agent.text("name", "AsyncAgent-%02d".formatted(i));
            var connection = agent.get("connection");
            connection.number("max_retries", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
            if (!BACKOFF.contains(connection.text("backoff_strategy", ""))) {
                notices.add(connection.get("backoff_strategy"), "is not known: taken for default");
            }
            Defaults.duration(connection, "health_interval");
            var consumer = agent.get("consumer");
            Defaults.duration(consumer, "timeout");
            consumer.number("workers", 1, Integer.MIN_VALUE, Integer.MAX_VALUE);
            consumer.text("topic", "");
            notices.add(
                    agent, "is kept, but no driver reads it; a trigger on a topic does this work");
        }
    }
}
