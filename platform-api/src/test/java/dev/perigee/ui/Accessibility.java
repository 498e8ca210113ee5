package dev.perigee.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rules of axe-core, which platform-ui installs for this, run inside a page. */
final class Accessibility {

    private static final Path AXE =
            Path.of("..", "platform-ui", "node_modules", "axe-core", "axe.min.js");
    private static final String RUN =
            "() => axe.run().then(found => found.violations.map(each => each.id + ': '"
                    + " + each.nodes.map(node => node.html).join(' | ').slice(0, 400)))";

    private Accessibility() {}

    /** What the page gets wrong, one rule a line. */
    static List<String> violations(Page page) {
        page.evaluate(source());
        var found = page.evaluate(RUN);
        assertThat(found).isInstanceOf(List.class);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String source() {
        try {
            return Files.readString(AXE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "axe-core is missing; build the module platform-ui first", e);
        }
    }
}
