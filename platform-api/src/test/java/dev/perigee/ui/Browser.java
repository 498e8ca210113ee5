package dev.perigee.ui;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInfo;

/** The Chromium of this machine, driven by Playwright; collects what its pages complain about. */
final class Browser implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Path executable) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(executable)
                                        .setArgs(FLAGS));
        context =
                browser.newContext(
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setViewportSize(1280, 800));
        context.setDefaultTimeout(30_000);
    }

    /** Skips the calling test when this machine has no Chromium. */
    static Browser launch() {
        var executable = executable();
        Assumptions.assumeTrue(
                executable.isPresent(),
                "no Chromium on the path: install the package chromium, or name one in"
                        + " PERIGEE_TEST_CHROMIUM");
        return new Browser(executable.orElseThrow());
    }

    /** The browser that {@code PERIGEE_TEST_CHROMIUM} names, or one on the path. */
    private static Optional<Path> executable() {
        var named = System.getenv("PERIGEE_TEST_CHROMIUM");
        return named == null ? onThePath() : Optional.of(Path.of(named));
    }

    private static Optional<Path> onThePath() {
        var path = System.getenv("PATH");
        return Arrays.stream((path == null ? "" : path).split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(
                        folder ->
                                Stream.of("chromium", "chromium-browser", "google-chrome")
                                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A new tab. What it logs as an error, and every uncaught one, is a complaint. */
    Page open(String address) {
        var page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") && !isExpected(message.text())) {
                        complaints.add(message.text());
                    }
                });
        page.navigate(address);
        return page;
    }

    /** Leaves what the page shows at the end of a test under {@code target/ui-journey}. */
    static void keepPicture(Page page, TestInfo info) {
        var test = info.getTestMethod().orElseThrow().getName() + " " + info.getDisplayName();
        var file = test.replaceAll("\\W+", "-") + ".png";
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "ui-journey", file)));
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Chromium logs every refused request, which the pages show in their own words. */
    private static boolean isExpected(@Nullable String text) {
        return text != null && text.startsWith("Failed to load resource");
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }
}
