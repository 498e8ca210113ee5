package dev.perigee.lua;

import com.oracle.truffle.api.Option;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;
import org.graalvm.options.OptionType;

/** What an embedder can choose for a context. */
@Option.Group(LuaLanguage.ID)
final class LuaOptions {

    @Option(
            name = "strict",
            help = "Only the language and libraries of Lua 5.4: no unpack, loadstring, bit, jit…",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> STRICT = new OptionKey<>(false);

    @Option(
            name = "collect-garbage",
            help =
                    "The function collectgarbage runs the JVM's collector, which stops all"
                            + " contexts.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> COLLECT_GARBAGE = new OptionKey<>(false);

    @Option(
            name = "call-depth",
            help =
                    "How many calls may be active, one inside the other, before it is an error."
                            + " More than 3000 want a stack larger than 8 MB.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Integer> CALL_DEPTH = new OptionKey<>(2_000);

    @Option(
            name = "max-string",
            help =
                    "The longest string whose bytes a program can have. To fetch the memory of one"
                            + " is a step of the JVM that cannot be interrupted.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Integer> MAX_STRING = new OptionKey<>(24 << 20, lengthOfStrings());

    @Option(
            name = "hooks",
            help =
                    "The function debug.sethook works. The first hook changes the code of all"
                            + " contexts of the engine for good.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> HOOKS = new OptionKey<>(false);

    @Option(
            name = "finalize-at-close",
            help =
                    "Closing a context calls __gc of all objects that are left: guest code then"
                            + " runs on the thread that closes.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> FINALIZE_AT_CLOSE = new OptionKey<>(false);

    private LuaOptions() {}

    private static OptionType<Integer> lengthOfStrings() {
        return new OptionType<>(
                "bytes",
                Integer::valueOf,
                bytes -> {
                    if (bytes < 1 << 16 || bytes > 1 << 30) {
                        throw new IllegalArgumentException(
                                "lua.max-string must be between 64 KB and 1 GB, in bytes");
                    }
                });
    }
}
