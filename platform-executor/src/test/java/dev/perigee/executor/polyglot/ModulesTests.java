package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.Outcome;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulesTests {

    private static final Map<String, String> SCRIPTS =
            Map.of(
                    "app/near.js", "export const near = 'near'; export default near + '!';",
                    "app/old.js",
                            "exports.old = 'old'; exports.calls = 0; exports.own ="
                                    + " require('./data.json').n;",
                    "app/data.json", "{\"n\": 5}",
                    "lib/far.js",
                            "import { near } from '../app/near.js'; export const far = near + ' and"
                                    + " far';",
                    "lib/tools/index.js", "module.exports = { tools: 'tools' }",
                    "lib/broken.js", "export default (");

    private static final Map<String, String> LUA =
            Map.of(
                    "app/models/foo.lua", "local M = {} M.name = ... M.n = 1 return M",
                    "lib/far.lua", "return { far = require('models.foo') }",
                    "app/data.json", "{\"n\": [1, 2]}",
                    "lib/broken.lua", "return {\n  x = = 1\n}",
                    "lib/package/init.lua", "return 'package'");

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    private static Outcome javascript(String text) {
        return run("javascript", "app/main.js", text, SCRIPTS);
    }

    private static Outcome lua(String text) {
        return run("lua", "app/main.lua", text, LUA);
    }

    private static Outcome run(
            String runtime, String handler, String text, Map<String, String> others) {
        var files = new java.util.HashMap<>(others);
        files.put(handler, text);
        return executor.run(Calls.of(Calls.code(runtime, handler, files), "{}"));
    }

    private static String message(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed ? failed.message() : outcome.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { near } from './near.js'; export default () => near",
                "import { near } from './near'; export default () => near",
                "import * as all from '../app/near.js'; export default () => all.near",
                "const { near } = require('./near'); module.exports = () => near",
                "export default async () => (await import('./near.js')).near"
            })
    void scriptsFindWhatIsNear(String text) {
        assertThat(javascript(text)).isEqualTo(value("\"near\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { far } from 'far'; export default () => far",
                "import { far } from 'far.js'; export default () => far",
                "const { far } = require('far'); module.exports = () => far"
            })
    void scriptsFindBareNamesUnderLib(String text) {
        assertThat(javascript(text)).isEqualTo(value("\"near and far\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import old from './old.js'; export default () => old.old + old.own",
                "import { old, own } from './old.js'; export default () => old + own",
                "const { old, own } = require('./old.js'); exports.handler = () => old + own"
            })
    void scriptsMixBothKindsOfModules(String text) {
        assertThat(javascript(text)).isEqualTo(value("\"old5\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import data from './data.json' with { type: 'json' }; export default () => data.n",
                "const data = require('./data.json'); module.exports = () => data.n",
                "const data = require('./data'); module.exports = () => data.n"
            })
    void scriptsReadJson(String text) {
        assertThat(javascript(text)).isEqualTo(value("5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools", "tools/index", "tools/index.js", "../lib/tools/index.js"})
    void scriptsFindDirectoriesWithAnIndex(String name) {
        assertThat(javascript("import { tools } from '" + name + "'; export default () => tools"))
                .isEqualTo(value("\"tools\""));
    }

    @Test
    void aModuleIsEvaluatedOnce() {
        var text =
                """
                import old from "./old.js";
                export default async () => {
                  old.calls++;
                  return (await import("./old.js")).default.calls;
                }
                """;

        assertThat(javascript(text)).isEqualTo(value("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import x from 'nowhere'; export default () => x",
                "const x = require('nowhere'); module.exports = () => x"
            })
    void scriptsAreToldWhereAModuleWasSought(String text) {
        assertThat(message(javascript(text)))
                .contains("nowhere")
                .contains("app/main.js")
                .contains("lib/nowhere.js");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import x from 'broken'; export default () => x",
                "const x = require('broken'); module.exports = () => x"
            })
    void scriptsAreToldWhichModuleIsBroken(String text) {
        assertThat(message(javascript(text))).startsWith("lib/broken.js:1: SyntaxError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../../../etc/passwd",
                "file:///etc/passwd",
                "/proc/self/environ"
            })
    void scriptsSeeNoFilesOfTheHost(String path) {
        var outcome =
                javascript("export default async () => (await import('" + path + "')).default");

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(message(outcome)).doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/foo", "models.foo"})
    void luaFindsModulesByEitherName(String name) {
        assertThat(lua("local foo = require '" + name + "' return function() return foo.n end"))
                .isEqualTo(value("1"));
    }

    @Test
    void luaEvaluatesAFileOnceWhateverItIsCalled() {
        assertThat(
                        lua(
                                "local a, b = require 'models/foo', require 'far' return function()"
                                        + " return a == b.far end"))
                .isEqualTo(value("true"));
    }

    @Test
    void luaReadsJson() {
        assertThat(lua("local data = require 'data' return function() return data.n[2] end"))
                .isEqualTo(value("2"));
        assertThat(lua("local data = require 'data.json' return function() return data.n[1] end"))
                .isEqualTo(value("1"));
    }

    @Test
    void luaFindsDirectoriesWithAnInit() {
        assertThat(lua("local p = require 'lib.package' return function() return p end"))
                .isEqualTo(value("\"package\""));
    }

    @Test
    void luaIsToldWhereAModuleWasSought() {
        assertThat(message(lua("local x = require 'nowhere' return function() return x end")))
                .startsWith("app/main.lua:1: module 'nowhere' not found:")
                .contains("no file app/nowhere.lua")
                .contains("no file lib/nowhere.lua");
    }

    @Test
    void luaIsToldWhichModuleIsBroken() {
        assertThat(message(lua("local x = require 'broken' return function() return x end")))
                .contains("lib/broken.lua:2: unexpected symbol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.open('/etc/passwd')",
                "loadfile('/etc/passwd')",
                "os.execute('id')",
                "io.popen('id')"
            })
    void luaSeesNothingOfTheHost(String expression) {
        var outcome =
                lua(
                        "return function() return tostring((select(2, pcall(function() return "
                                + expression
                                + " end)))) end");

        assertThat(outcome.toString())
                .doesNotContain("root")
                .doesNotContain("uid=")
                .doesNotContain("file (");
    }
}
