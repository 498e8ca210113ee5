package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.Calls.lua;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.InvalidCodeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CheckTests {

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private static String complaint(FunctionCode code) {
        try {
            executor.executor.check(code).block(Duration.ofSeconds(30));
            return "none";
        } catch (InvalidCodeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void doesNotCallTheHandler() {
        assertThat(complaint(javascript("export default () => { throw 1 }"))).isEqualTo("none");
        assertThat(complaint(lua("return function() error('no') end"))).isEqualTo("none");
    }

    @Test
    void namesTheFileAndWhatItShouldExport() {
        assertThat(complaint(javascript("export const a = 1")))
                .startsWith("app/main.js exports no function; write export default");
        assertThat(complaint(javascript("module.exports = 1")))
                .startsWith("app/main.js exports no function; write export default");
        assertThat(complaint(lua("return {}")))
                .isEqualTo(
                        "app/main.lua returns no function; end it with return function(args, ctx) …"
                                + " end");
    }

    @Test
    void namesTheLineThatDoesNotCompile() {
        assertThat(complaint(javascript("\nexport default ("))).startsWith("app/main.js:2: Syntax");
        assertThat(complaint(javascript("\nmodule.exports = (")))
                .startsWith("app/main.js:2: Syntax");
        assertThat(complaint(lua("\nlocal x = = 1"))).startsWith("app/main.lua:2:");
    }

    @Test
    void tellsWhatIsRaisedWhileTheFileIsLoaded() {
        assertThat(complaint(javascript("throw new Error('top'); export default 1")))
                .isEqualTo("app/main.js:1: Error: top");
        assertThat(complaint(lua("error('top')"))).isEqualTo("app/main.lua:1: top");
    }

    @Test
    void namesTheRuntimesWhenThereIsNoSuchOne() {
        assertThat(complaint(Calls.code("cobol", "a.cob", Map.of("a.cob", ""))))
                .isEqualTo("unknown runtime \"cobol\"; there are javascript, lua");
    }
}
