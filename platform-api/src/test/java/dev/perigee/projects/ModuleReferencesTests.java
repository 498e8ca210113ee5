package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleReferencesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local m = require \"models/foo\"",
                "local m = require 'models/foo'",
                "local m = require(\"models/foo\")",
                "local m = require [[models/foo]]",
                "local m = require[==[models/foo]==]",
                "local ok, m = pcall(require, \"models/foo\")",
                "-- it's a comment with a quote\nlocal m = require \"models/foo\"",
                "--[[ don't\n require(x) ]] return require\"models/foo\"",
                "local s = 'a \\' b' local m = require \"models/foo\""
            })
    void findsWhatLuaRequires(String source) {
        var references = ModuleReferences.inLua(source);

        assertThat(references.names()).containsExactly("models/foo");
        assertThat(references.dynamic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local m = require(name)",
                "local m = require(\"models/\" .. name)",
                "local m = require(\"models/\"..name)",
                "local load = { require }",
                "pcall(require, name)"
            })
    void noticesNamesThatOnlyRunningTells(String source) {
        assertThat(ModuleReferences.inLua(source).dynamic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- require \"models/foo\"",
                "local s = \"require 'models/foo'\"",
                "local t = { require = 1 }",
                "other.require(x)",
                "required(x)"
            })
    void leavesOtherLuaAlone(String source) {
        assertThat(ModuleReferences.inLua(source)).isEqualTo(new ModuleReferences(Set.of(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import foo from \"../lib/foo.js\";",
                "import { a,\n  b } from '../lib/foo.js'",
                "import * as foo from \"../lib/foo.js\"",
                "import \"../lib/foo.js\"",
                "export { a } from \"../lib/foo.js\"",
                "export * from '../lib/foo.js'",
                "const foo = await import(\"../lib/foo.js\")",
                "const foo = require('../lib/foo.js')",
                "const foo = require(`../lib/foo.js`)",
                "// it's\nimport foo from \"../lib/foo.js\"",
                "/* \" */ import foo from \"../lib/foo.js\""
            })
    void findsWhatJavaScriptImports(String source) {
        var references = ModuleReferences.inJavaScript(source);

        assertThat(references.names()).containsExactly("../lib/foo.js");
        assertThat(references.dynamic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const foo = require(name)",
                "const foo = await import(`../lib/${name}.js`)",
                "const foo = require(\"./\" + name)"
            })
    void noticesComputedImports(String source) {
        assertThat(ModuleReferences.inJavaScript(source).dynamic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// import \"../lib/foo.js\"",
                "const s = \"import '../lib/foo.js'\"",
                "const url = import.meta.url",
                "loader.require(x)",
                "Array.from(x)"
            })
    void leavesOtherJavaScriptAlone(String source) {
        assertThat(ModuleReferences.inJavaScript(source))
                .isEqualTo(new ModuleReferences(Set.of(), false));
    }

    @Test
    void copesWithLongStringsAndDeepNesting() {
        var source = "local s = \"" + "\\\\x".repeat(200_000) + "\"\nlocal m = require \"foo\"";

        assertThat(ModuleReferences.inLua(source).names()).containsExactly("foo");
    }
}
