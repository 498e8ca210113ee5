package dev.perigee.projects;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The modules that a source file names.
 *
 * @param names as written, in order
 * @param dynamic whether it also asks for modules by names that only running it can tell
 */
record ModuleReferences(Set<String> names, boolean dynamic) {

    private static final Pattern LUA =
            Pattern.compile(
                    """
                    (?<comment>--\\[(?<c>=*)\\[[\\s\\S]*?\\]\\k<c>\\]|--[^\\n]*)\
                    |(?<string>"[^"\\\\\\n]*+(?:\\\\[\\s\\S][^"\\\\\\n]*+)*+"|'[^'\\\\\\n]*+(?:\\\\[\\s\\S][^'\\\\\\n]*+)*+')\
                    |\\[(?<l>=*)\\[(?<long>[\\s\\S]*?)\\]\\k<l>\\]\
                    |(?<name>[A-Za-z_]\\w*)|(?<join>\\.\\.)|(?<other>\\S)\
                    """);

    private static final Pattern JAVASCRIPT =
            Pattern.compile(
                    """
                    (?<comment>/\\*[\\s\\S]*?\\*/|//[^\\n]*)\
                    |(?<string>"[^"\\\\\\n]*+(?:\\\\[\\s\\S][^"\\\\\\n]*+)*+"|'[^'\\\\\\n]*+(?:\\\\[\\s\\S][^'\\\\\\n]*+)*+')\
                    |`(?<long>[^`\\\\$]*+)`\
                    |(?<name>[A-Za-z_$][\\w$]*)|(?<join>\\+)|(?<other>\\S)\
                    """);

    private record Token(Kind kind, String text) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean named(String name) {
            return kind == Kind.NAME && text.equals(name);
        }
    }

    private enum Kind {
        NAME,
        STRING,
        SYMBOL,
        END
    }

    private static final Token END = new Token(Kind.END, "");

    static ModuleReferences inLua(String source) {
        return new Scan(tokens(LUA, source)).lua();
    }

    static ModuleReferences inJavaScript(String source) {
        return new Scan(tokens(JAVASCRIPT, source)).javaScript();
    }

    private static List<Token> tokens(Pattern pattern, String source) {
        var tokens = new ArrayList<Token>();
        var matcher = pattern.matcher(source);
        while (matcher.find()) {
            if (matcher.group("comment") != null) {
                continue;
            }
            var string = matcher.group("string");
            var text = matcher.group("long");
            if (string != null) {
                tokens.add(new Token(Kind.STRING, string.substring(1, string.length() - 1)));
            } else if (text != null) {
                tokens.add(new Token(Kind.STRING, text));
            } else if (matcher.group("name") != null) {
                tokens.add(new Token(Kind.NAME, matcher.group()));
            } else {
                tokens.add(new Token(Kind.SYMBOL, matcher.group()));
            }
        }
        return tokens;
    }

    /** Looks at the tokens around each word that loads a module. */
    private static final class Scan {

        private final List<Token> tokens;
        private final Set<String> names = new LinkedHashSet<>();
        private boolean dynamic;

        Scan(List<Token> tokens) {
            this.tokens = tokens;
        }

        ModuleReferences lua() {
            for (var i = 0; i < tokens.size(); i++) {
                if (at(i).named("require") && !isMember(i) && !at(i + 1).is("=")) {
                    // Both require("x") and pcall(require, "x").
                    var open = at(i + 1).is("(") || at(i + 1).is(",");
                    literal(open ? i + 2 : i + 1);
                }
            }
            return new ModuleReferences(names, dynamic);
        }

        ModuleReferences javaScript() {
            for (var i = 0; i < tokens.size(); i++) {
                if (at(i).named("from") && at(i + 1).kind() == Kind.STRING) {
                    names.add(at(i + 1).text());
                } else if (at(i).named("import") && !isMember(i)) {
                    if (at(i + 1).kind() == Kind.STRING) {
                        names.add(at(i + 1).text());
                    } else if (at(i + 1).is("(")) {
                        literal(i + 2);
                    }
                } else if (at(i).named("require") && !isMember(i) && at(i + 1).is("(")) {
                    literal(i + 2);
                }
            }
            return new ModuleReferences(names, dynamic);
        }

        private void literal(int index) {
            var next = at(index + 1);
            if (at(index).kind() == Kind.STRING && !next.is("..") && !next.is("+")) {
                names.add(at(index).text());
            } else {
                dynamic = true;
            }
        }

        private boolean isMember(int index) {
            return at(index - 1).is(".") || at(index - 1).is(":");
        }

        private Token at(int index) {
            return index >= 0 && index < tokens.size() ? tokens.get(index) : END;
        }
    }
}
