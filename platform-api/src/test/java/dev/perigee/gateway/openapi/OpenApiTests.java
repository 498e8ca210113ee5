package dev.perigee.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTests {

    private static RouteDefinition pipeline(
            String method, String path, String pipeline, @Nullable String filters) {
        return new RouteDefinition(
                "default",
                method,
                path,
                new RouteTarget.Pipeline(pipeline.replace('\'', '"')),
                filters == null ? null : filters.replace('\'', '"'));
    }

    @Test
    void describesRoutesForTheirClients() {
        var document =
                OpenApiDocument.of(
                        "shop",
                        List.of(
                                new RouteDefinition("default", "GET", "/users/:id", "users/get"),
                                pipeline(
                                        "POST",
                                        "/orders/*rest",
                                        "{'query':['lang'],'headers':['X-Team','Accept'],'output':'xml',"
                                            + "'backends':[{'host':'http://secret'}]}",
                                        "{'jwt':{'keys':[{'k':'secret'}],'scopes':['write']},"
                                            + "'apiKeys':{'header':'X-Key','sha256':{'a':'secret'}},"
                                            + "'limits':[{}],'maxBody':'1MB'}")));

        assertThat(document.at("/openapi").asString("")).isEqualTo("3.1.0");
        var get = document.get("paths").get("/users/{id}").get("get");
        assertThat(get.get("x-perigee-function").asString("")).isEqualTo("users/get");
        assertThat(get.get("operationId").asString("")).isEqualTo("getUsersId");
        assertThat(get.get("parameters"))
                .hasToString(
                        "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,"
                                + "\"schema\":{\"type\":\"string\"}}]");
        var post = document.get("paths").get("/orders/{rest}").get("post");
        assertThat(post.at("/parameters/0/x-perigee-wildcard").asBoolean(false)).isTrue();
        assertThat(post.at("/parameters/1/name").asString("")).isEqualTo("lang");
        assertThat(post.at("/parameters/2/name").asString("")).isEqualTo("X-Team");
        assertThat(post.get("parameters")).hasSize(3);
        assertThat(post.get("security"))
                .hasToString("[{\"apiKey-X-Key\":[],\"token\":[\"write\"]}]");
        assertThat(post.get("responses").propertyNames())
                .contains("200", "401", "403", "413", "429", "502");
        assertThat(post.at("/responses/200/content").propertyNames())
                .containsExactly("application/xml");
        assertThat(document.at("/components/securitySchemes/token/bearerFormat").asString(""))
                .isEqualTo("JWT");
        assertThat(document.toString()).doesNotContain("secret");
    }

    @Test
    void leavesMethodsToTheRoutesThatNameThem() {
        var document =
                OpenApiDocument.of(
                        "x",
                        List.of(
                                new RouteDefinition("default", "ANY", "/a", "any"),
                                new RouteDefinition("default", "GET", "/a", "get"),
                                new RouteDefinition("default", "PURGE", "/a", "purge")));

        var item = document.get("paths").get("/a");
        assertThat(item.at("/get/x-perigee-function").asString("")).isEqualTo("get");
        assertThat(item.at("/put/x-perigee-function").asString("")).isEqualTo("any");
        assertThat(item.at("/x-method-purge/x-perigee-function").asString("")).isEqualTo("purge");
        assertThat(document.has("components")).isFalse();
    }

    @Test
    void readsWhatItWrote() {
        var routes =
                List.of(
                        new RouteDefinition("default", "GET", "/users/:id", "users/get"),
                        new RouteDefinition("default", "POST", "/files/*rest", "files/put"),
                        new RouteDefinition("default", "GET", "/", "root"));

        var imported = OpenApiReader.read(OpenApiDocument.of("x", routes), "default", "");

        assertThat(imported.mistakes()).isEmpty();
        assertThat(imported.routes()).containsExactlyElementsOf(routes);
    }

    @Test
    void writesTheSameOfWhatItReads() {
        var document =
                "{'openapi':'3.1.0','servers':[{'url':'https://api.example.com/v1'}],"
                    + "'components':{'securitySchemes':{'login':{'type':'oauth2'},"
                    + "'key':{'type':'apiKey','in':'header','name':'X-Key'}}},"
                    + "'paths':{'/pets/{petId}':{'get':{'security':[{'login':[],'key':[]}],"
                    + "'parameters':[{'name':'lang','in':'query'},{'name':'X-Team','in':'header'}]},"
                    + "'post':{'x-perigee-function':'pets/add'}},'/':{'put':{}}}}";
        var imported = read(document, "");
        var exported = OpenApiDocument.of("x", imported.routes());

        var again = OpenApiReader.read(exported, "default", "https://api.example.com/v1");

        assertThat(imported.routes()).hasSize(3);
        assertThat(again.mistakes()).isEmpty();
        assertThat(again.routes()).containsExactlyInAnyOrderElementsOf(imported.routes());
        assertThat(OpenApiDocument.of("x", again.routes())).isEqualTo(exported);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'backends':[{'host':'http://a','group':'g'},{'host':'http://b'}] |"
                        + " {'type':'object','properties':{'g':{}}}",
                "'backends':[{'host':'http://a'}] | {'type':'object'}",
                "'output':'json-collection','backends':[{}] | {'type':'array'}",
                "'output':'string','backends':[{}] | {'type':'string'}",
                "'output':'no-op','backends':[{}] |",
                "'output':'xml','backends':[{}] |",
            })
    void saysWhatFormAnswersHave(String pipeline, @Nullable String schema) {
        var route = pipeline("GET", "/a", "{" + pipeline + "}", null);

        var answer = OpenApiDocument.of("x", List.of(route)).at("/paths/~1a/get/responses/200");
        var content = answer.get("content").values().iterator().next();

        assertThat(content.path("schema").toString())
                .isEqualTo(schema == null ? "" : schema.replace('\'', '"'));
    }

    @Test
    void saysWhatFormAnswersOfFunctionsHave() {
        var document =
                OpenApiDocument.of(
                        "x", List.of(new RouteDefinition("default", "GET", "/a", "users/get")));

        var responses = document.at("/paths/~1a/get/responses");
        assertThat(responses.at("/200/content/application~1json/schema"))
                .hasToString("{\"type\":\"object\",\"properties\":{\"data\":{}}}");
        assertThat(responses.at("/400/content/application~1json/schema"))
                .hasToString(
                        "{\"type\":\"object\",\"required\":[\"error\"],"
                                + "\"properties\":{\"error\":{}}}");
    }

    @Test
    void saysThatCredentialsArePassedOn() {
        var route =
                pipeline(
                        "GET",
                        "/a",
                        "{'headers':['Authorization'],'backends':[{'host':'http://a'}]}",
                        "{'apiKeys':{'sha256':{'a':'secret'}}}");

        var document = OpenApiDocument.of("x", List.of(route));

        assertThat(document.at("/paths/~1a/get/security"))
                .hasToString(
                        "[{\"apiKey-X-Api-Key\":[],\"authorization\":[]},{\"apiKey-X-Api-Key\":[]}]");
        assertThat(document.at("/components/securitySchemes/authorization/type").asString(""))
                .isEqualTo("http");
    }

    @Test
    void readsOperationsAsCallsOfTheirServer() {
        var imported =
                read(
                        "{'openapi':'3.0.3','servers':[{'url':'https://{env}.example.com/v1/',"
                            + "'variables':{'env':{'default':'api'}}}],'security':[{'key':[]}],"
                            + "'components':{'securitySchemes':{'key':{'type':'apiKey','in':'header',"
                            + "'name':'X-Key'},'login':{'type':'oauth2'}},"
                            + "'parameters':{'Lang':{'name':'lang','in':'query'}}},"
                            + "'paths':{'/pets/{petId}':{"
                            + "'parameters':[{'name':'X-Team','in':'header'}],"
                            + "'get':{'parameters':[{'$ref':'#/components/parameters/Lang'}]},"
                            + "'put':{'servers':[{'url':'http://other'}],'security':[{'login':['w']}]},"
                            + "'trace':{}}}}",
                        "");

        assertThat(imported.mistakes()).isEmpty();
        assertThat(imported.routes())
                .containsExactly(
                        pipeline(
                                "GET",
                                "/pets/:petId",
                                "{'output':'no-op','headers':['Content-Type','Accept','X-Team','X-Key'],"
                                    + "'query':['lang'],'backends':[{'host':'https://api.example.com',"
                                    + "'path':'/v1/pets/{petId}'}]}",
                                null),
                        pipeline(
                                "PUT",
                                "/pets/:petId",
                                "{'output':'no-op','headers':['Content-Type','Accept','X-Team',"
                                        + "'Authorization'],'backends':[{'host':'http://other',"
                                        + "'path':'/pets/{petId}'}]}",
                                null));
        assertThat(imported.notices()).hasSize(3);
        assertThat(imported.notices().toString())
                .contains("asks for key")
                .contains("asks for login")
                .contains("/paths/~1pets~1{petId}/trace");
        assertThat(new dev.perigee.gateway.RouteCheck().faults(imported.routes())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'swagger':'2.0'} | /openapi: must be a version 3.0 or 3.1 of OpenAPI",
                "{'openapi':'3.1.0','paths':{}} | /paths: must have at least one path",
                "{'openapi':'3.1.0','paths':{'/a':{'get':{}}}} | /paths/~1a/get: has no server",
                "{'openapi':'3.1.0','servers':[{'url':'/v1'}],'paths':{'/a':{'get':{}}}} | not"
                        + " \"/v1\"",
                "{'openapi':'3.1.0','paths':{'a':{'get':{}}}} | /paths/a: must begin with a slash",
                "{'openapi':'3.1.0','paths':{'/a.{b}':{'get':{}}}} | a parameter takes a whole"
                        + " segment",
                "{'openapi':'3.1.0','paths':{'/a':{'$ref':'x.json'}}} | references to other"
                        + " documents",
                "{'openapi':'3.1.0','servers':[{'url':'http://h'}],'paths':{'/a':{'get':{'parameters':[{'$ref':'#/nowhere'}]}}}}"
                    + " | /parameters/0: refers to nothing",
            })
    void saysWhatCannotBeRead(String document, String mistake) {
        var imported = read(document, "");

        assertThat(imported.mistakes()).hasSize(1);
        assertThat(imported.mistakes().getFirst().toString()).contains(mistake);
    }

    @Test
    void asksTheHostThatIsGivenInstead() {
        var imported =
                read("{'openapi':'3.1.0','paths':{'/a':{'get':{}}}}", "http://here:8000/base");

        assertThat(imported.routes().getFirst().pipeline())
                .contains("\"host\":\"http://here:8000\"")
                .contains("\"path\":\"/base/a\"");
    }

    private static OpenApiReader.Imported read(String document, String host) {
        return OpenApiReader.read(Json.read(document.replace('\'', '"')), "default", host);
    }
}
