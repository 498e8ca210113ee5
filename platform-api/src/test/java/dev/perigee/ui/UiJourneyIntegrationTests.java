package dev.perigee.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.perigee.Perigee;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.test.web.reactive.server.JsonPathAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What somebody does in the UI, in a real browser against the whole application. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "perigee.mode=dev")
@AutoConfigureWebTestClient(timeout = "30s")
class UiJourneyIntegrationTests {

    private static final int GATEWAY_PORT = TestSocketUtils.findAvailableTcpPort();

    private static Browser browser;

    @Autowired WebTestClient client;
    @LocalServerPort int port;
    private Page page;

    /** The same journey in each language. */
    enum Language {
        LUA(
                "Lua",
                "main.lua",
                """
                return function(args, ctx)
                  ctx.log.warn("doubling " .. args.n)
                  return { twice = args.n * 2 }
                end
                """,
                "return function("),
        JAVASCRIPT(
                "JavaScript",
                "main.js",
                """
                export default async (args, ctx) => {
                  ctx.log.warn(`doubling ${args.n}`);
                  return { twice: args.n * 2 };
                };
                """,
                "export default (");

        private final String label;
        private final String file;
        private final String edited;
        private final String broken;

        Language(String label, String file, String edited, String broken) {
            this.label = label;
            this.file = file;
            this.edited = edited;
            this.broken = broken;
        }
    }

    @DynamicPropertySource
    static void choosePort(DynamicPropertyRegistry registry) {
        registry.add("perigee.gateway.port", () -> GATEWAY_PORT);
    }

    @BeforeAll
    static void launchBrowser() {
        browser = Browser.launch();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openUi() {
        page = browser.open("http://localhost:" + port + "/ui/");
    }

    @AfterEach
    void keepPicture(TestInfo info) {
        Browser.keepPicture(page, info);
        page.close();
    }

    @ParameterizedTest
    @EnumSource
    void createsEditsInvokesAndRollsBack(Language language) {
        var name = "journeys/" + language.name().toLowerCase(Locale.ROOT);
        create(name, language);

        button("Run").click();
        assertThat(result()).containsText("Hello from Perigee!");
        assertThat(page.getByText("greeting Perigee")).isVisible();

        replace("Code of " + language.file, language.edited);
        page.keyboard().press("Control+s");
        assertThat(page.getByText("Saved as version 2, now live")).isVisible();

        replace("Input as JSON", "{\"n\": 21}");
        page.keyboard().press("Control+Enter");
        assertThat(result()).containsText("\"twice\": 42");
        assertThat(page.getByText("doubling 21")).isVisible();

        page.getByRole(AriaRole.TAB, named("Versions")).click();
        button("Make version 1 live").click();
        assertThat(page.getByText("live v1")).isVisible();
        live(name).isEqualTo(1);

        page.getByRole(AriaRole.TAB, named("Recent")).click();
        assertThat(page.getByText("returned")).hasCount(2);
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void showsACompileErrorAtItsPlaceAndKeepsServing(Language language) {
        var name = "mistakes/" + language.name().toLowerCase(Locale.ROOT);
        create(name, language);

        replace("Code of " + language.file, language.broken);
        button("Save").click();

        assertThat(page.getByText("Not saved; the live version still serves")).isVisible();
        assertThat(page.locator(".cm-lint-marker-error")).isVisible();
        live(name).isEqualTo(1);

        page.getByRole(AriaRole.LINK, named("Invocations")).click();
        assertThat(page.getByText("Leave without saving?")).isVisible();
        button("Leave").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Invocations"))).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void givesAFunctionARouteThatTheGatewayServes() {
        create("routed/hello", Language.LUA);

        page.getByRole(AriaRole.TAB, named("Routes")).click();
        page.getByLabel("Path").fill("/routed/:name");
        button("Add").click();

        assertThat(button("Remove GET /routed/:name")).isVisible();
        client.get()
                .uri("http://localhost:" + GATEWAY_PORT + "/routed/Ada")
                .exchange()
                .expectBody()
                .jsonPath("$.data")
                .isEqualTo("Hello from Ada!");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void followsATopicAndManagesATrigger() {
        page.getByRole(AriaRole.LINK, named("Topics")).click();
        button("New topic").click();
        page.getByLabel("Name").fill("journeys/orders");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, heading("journeys/orders"))).isVisible();
        assertThat(page.getByText("No events yet")).isVisible();

        button("Follow").click();
        assertThat(text("following")).isVisible();
        append("journeys/orders", "{\"key\":\"ada\",\"payload\":{\"total\":12}}");
        append("journeys/orders", "{\"key\":\"bob\",\"payload\":{\"total\":7}}");
        page.getByText("{\"total\":12}").click();
        assertThat(page.getByLabel("Payload", exactly())).containsText("\"total\": 12");
        page.getByLabel("Key").fill("bob");
        page.keyboard().press("Enter");
        assertThat(page.getByText("{\"total\":12}")).hasCount(0);
        assertThat(page.getByText("{\"total\":7}")).isVisible();

        page.getByRole(AriaRole.LINK, named("Functions")).click();
        create("journeys/handle", Language.LUA);
        post(
                "/api/v1/triggers",
                "{\"name\":\"journeys/on-order\",\"topic\":\"journeys/orders\","
                        + "\"function\":\"journeys/handle\"}");
        page.getByRole(AriaRole.LINK, named("Triggers")).click();
        button("Pause journeys/on-order").click();
        assertThat(text("paused")).isVisible();
        button("Move journeys/on-order").click();
        page.getByLabel("The beginning: every event that is kept").check();
        button("Move").click();
        assertThat(page.getByText("journeys/on-order is moved")).isVisible();
        page.getByRole(AriaRole.LINK, named("journeys/on-order")).click();
        assertThat(page.getByText("None: every event so far was handled.")).isVisible();
        assertThat(Accessibility.violations(page)).isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.getByRole(AriaRole.LINK, named("journeys/orders")).click();
        assertThat(page.getByText("{\"total\":12}")).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    private Locator text(String exact) {
        return page.getByText(exact, new Page.GetByTextOptions().setExact(true));
    }

    private void append(String topic, String event) {
        post("/api/v1/topics/" + topic.replace("/", "%2F") + "/events", event);
    }

    private void post(String path, String body) {
        client.post()
                .uri(URI.create("http://localhost:" + port + path))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private Locator result() {
        return page.getByLabel("Result", new Page.GetByLabelOptions().setExact(true));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void givesAssistiveTechnologyNothingToObjectTo(ColorScheme scheme) {
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE));
        create("accessible/" + scheme.name().toLowerCase(Locale.ROOT), Language.LUA);
        button("Run").click();
        assertThat(page.getByText("greeting Perigee")).isVisible();
        assertThat(Accessibility.violations(page)).isEmpty();
        for (var tab : List.of("Recent", "Versions", "Routes", "Environment")) {
            page.getByRole(AriaRole.TAB, named(tab)).click();
            assertThat(page.getByRole(AriaRole.TABPANEL).last()).isVisible();
            assertThat(Accessibility.violations(page)).as(tab).isEmpty();
        }
        for (var room : List.of("Functions", "Invocations", "Topics", "Triggers", "Live log")) {
            page.getByRole(AriaRole.LINK, named(room)).click();
            assertThat(page.getByRole(AriaRole.HEADING, heading(room))).isVisible();
            assertThat(Accessibility.violations(page)).as(room).isEmpty();
        }
    }

    private void create(String name, Language language) {
        button("New function").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
        page.getByText(language.label, new Page.GetByTextOptions().setExact(true)).last().click();
        button("Create").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading(name))).isVisible();
        assertThat(page.getByLabel("Code of " + language.file)).isVisible();
    }

    private void replace(String editor, String text) {
        page.getByLabel(editor).click();
        page.keyboard().press("Control+a");
        page.keyboard().insertText(text);
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return named(name).setLevel(1);
    }

    private JsonPathAssertions live(String name) {
        return client.get()
                .uri("/api/v1/functions/{name}", name)
                .exchange()
                .expectBody()
                .jsonPath("$.liveVersion");
    }
}
