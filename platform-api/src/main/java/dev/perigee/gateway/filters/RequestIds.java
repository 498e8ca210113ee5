package dev.perigee.gateway.filters;

import dev.perigee.gateway.configuration.ConfigNode;
import java.util.Set;
import java.util.function.Function;

/**
 * Has a request called by another header than {@code X-Request-Id}, or by nothing that its client
 * says.
 */
record RequestIds(String header, boolean accept) implements Function<FilteredRequest, Verdict> {

    static RequestIds read(ConfigNode node) {
        node.allowOnly(Set.of("header", "accept"));
        var header = node.text("header", RequestId.HEADER);
        if (!header.matches("[A-Za-z0-9-]{1,100}")) {
            node.get("header").mistake("must be the name of a header such as X-Correlation-Id");
        }
        return new RequestIds(header, node.flag("accept", true));
    }

    @Override
    public Verdict apply(FilteredRequest request) {
        var given = accept ? RequestId.sane(request.headers().get(header)) : null;
        var id = given == null ? RequestId.make() : given;
        request.headers().set(header, id);
        request.called(id);
        if (!header.equalsIgnoreCase(RequestId.HEADER)) {
            request.onAnswer(answer -> answer.set(header, id));
        }
        return Verdict.Pass.PASS;
    }
}
