package com.example.stamp;

import dev.perigee.gateway.pipeline.Reply;
import dev.perigee.gateway.pipeline.Step;
import dev.perigee.gateway.pipeline.StepPlugin;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import tools.jackson.databind.JsonNode;

/**
 * A step that writes a fixed member into what a backend answers: {@code steps: {stamp: {as:
 * "cached"}}}.
 */
public final class StampStep implements StepPlugin {

    @Override
    public String name() {
        return "stamp";
    }

    @Override
    public Step create(JsonNode configuration) {
        var member = configuration.path("as").asString("");
        if (member.isEmpty()) {
            throw new IllegalArgumentException("stamp: \"as\" must name a member");
        }
        return next -> request -> next.send(request).doOnNext(reply -> stamp(reply, member));
    }

    private static void stamp(Reply reply, String member) {
        if (reply instanceof Reply.Data data) {
            data.data().put(member, true);
        }
    }

    /** Found by its name in META-INF/spring. */
    @AutoConfiguration
    static class Configuration {

        @Bean
        StepPlugin stampStep() {
            return new StampStep();
        }
    }
}
