package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.routes.InvalidRouteException;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTargetsTests {

    private final TestGateway gateway = TestGateway.production();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../f", "f//g", ""})
    void refusesUnsafeFunctionNames(String function) {
        var route = new RouteDefinition("default", "GET", "/a", function);

        assertThatThrownBy(() -> gateway.routes.replace(List.of(route)))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("GET /a");
    }

    @Test
    void refusesAPipelineThatIsNoJson() {
        var route = new RouteDefinition("default", "GET", "/a", new RouteTarget.Pipeline("{\"a\""));

        assertThatThrownBy(() -> gateway.routes.replace(List.of(route)))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("malformed JSON in line 1");
    }
}
