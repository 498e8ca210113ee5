package dev.perigee.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.perigee.Perigee;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The way into the UI of a server that wants a token. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "perigee.mode=serve",
            "perigee.gateway.port=0",
            "perigee.security.admin-token=the-token-of-the-journey-through-the-login"
        })
class UiLoginIntegrationTests {

    private static Browser browser;

    @LocalServerPort int port;
    private Page page;

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

    @Test
    void opensWithTheRightTokenOnlyAndClosesOnLoggingOut() {
        page.getByLabel("Token", exact()).fill("a guess");
        page.keyboard().press("Enter");
        assertThat(page.getByText("The server does not know this token.")).isVisible();

        page.getByLabel("Token", exact()).fill("the-token-of-the-journey-through-the-login");
        page.keyboard().press("Enter");
        assertThat(page.getByText("No functions yet")).isVisible();

        page.reload();
        assertThat(page.getByText("No functions yet")).isVisible();

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out")).click();
        assertThat(page.getByLabel("Token", exact())).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
