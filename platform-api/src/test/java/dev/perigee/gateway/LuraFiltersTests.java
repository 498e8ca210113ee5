package dev.perigee.gateway;

import static dev.perigee.gateway.TestTokens.FIRST;
import static dev.perigee.gateway.TestTokens.published;
import static dev.perigee.gateway.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What protects endpoints of KrakenD files. */
class LuraFiltersTests {

    private final TestBackend backend = new TestBackend();
    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        gateways.forEach(TestGateway::close);
        backend.close();
    }

    private TestGateway gateway(String extra) {
        var file =
                "{'version':3,'endpoints':[{'endpoint':'/x','input_headers':['X-User'],"
                        + "'backend':[{'host':['HOST'],'url_pattern':'/b'}],'extra_config':{"
                        + extra
                        + "}}]}";
        var gateway = TestGateway.lura(file.replace('\'', '"').replace("HOST", backend.host()));
        gateways.add(gateway);
        return gateway;
    }

    private static HttpResponse<String> get(TestGateway gateway, String token) throws Exception {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/x"))
                        .header("Authorization", "Bearer " + token));
    }

    @Test
    void validatesTokens() throws Exception {
        backend.json("/keys", published(FIRST)).json("/b", "{\"b\":1}");
        var gateway =
                gateway(
                        "'auth/validator':{'alg':'RS256','jwk_url':'HOST/keys',"
                                + "'disable_jwk_security':true,'issuer':'https://issuer.example',"
                                + "'audience':['shop'],'roles':['editor','admin'],'cache':true,"
                                + "'propagate_claims':[['sub','X-User']]}");

        assertThat(gateway.get("/x").statusCode()).isEqualTo(401);
        assertThat(get(gateway, signed(FIRST, c -> c.audience("bank"))).statusCode())
                .isEqualTo(401);
        assertThat(get(gateway, signed(FIRST, c -> c.claim("roles", List.of("a")))).statusCode())
                .isEqualTo(403);
        assertThat(get(gateway, signed(FIRST)).body()).isEqualTo("{\"b\":1}");
        assertThat(backend.last().header("x-user")).isEqualTo("ali");
    }

    @Test
    void takesPerigeesFiltersAsWell() throws Exception {
        backend.json("/b", "{\"b\":1}");
        var gateway = gateway("'perigee':{'filters':{'limits':[{'requests':1,'per':'1h'}]}}");

        assertThat(gateway.get("/x").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/x").statusCode()).isEqualTo(429);
    }

    @Test
    void refusesAFileWhoseValidatorWouldNotProtect() {
        assertThatThrownBy(() -> gateway("'auth/validator':{'alg':'RS256'}"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("jwk_url: must be an address");
        assertThatThrownBy(() -> gateway("'auth/validator':{'jwk_url':'http://a/b'}"))
                .hasMessageContaining("must be an address that begins with https");
        assertThatThrownBy(
                        () -> gateway("'auth/validator':{'jwk_url':'https://a/b','alg':'HS256'}"))
                .hasMessageContaining("/jwt/algorithms: must be some of");
        assertThatThrownBy(
                        () ->
                                gateway(
                                        "'auth/validator':{'jwk_url':'https://a/b',"
                                                + "'jwk_local_path':'x'}"))
                .hasMessageContaining("jwk_local_path: is not known of validators");
        assertThatThrownBy(() -> gateway("'perigee':{'filters':{'maxBody':'huge'}}"))
                .hasMessageContaining("/extra_config/perigee/filters/maxBody: must be a size");
    }
}
