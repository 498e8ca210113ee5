package dev.perigee.executor.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the {@code test_*.lua} files beside this class inside a guest, with the platform's own
 * luaunit; that failing tests are reported is the subject of {@link LuaUnitTests}.
 */
class LuaLibraryTests {

    private static final Pattern RESULT =
            Pattern.compile("(?m)^(not )?ok \\d+ - (.*)$((?:\\n  .*)*)");

    @TestFactory
    Stream<DynamicContainer> guestLibrary() {
        return Stream.of("services", "crypto", "tools")
                .map(name -> DynamicContainer.dynamicContainer(name, run(name)));
    }

    private static List<DynamicTest> run(String name) {
        var tests = new ArrayList<DynamicTest>();
        try (var guest = new LuaGuest()) {
            var file = "test_" + name + ".lua";
            var report = guest.eval(file, LuaGuest.resource("report.lua"));
            guest.eval(file, LuaGuest.resource(file));
            var matcher = RESULT.matcher(report.execute().asString());
            while (matcher.find()) {
                var failure = matcher.group(1) == null ? "" : "failed" + matcher.group(3);
                tests.add(
                        DynamicTest.dynamicTest(
                                matcher.group(2), () -> assertThat(failure).isEmpty()));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }
}
