package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.json.JsonDecoder;
import dev.perigee.lua.json.JsonEncoder;
import dev.perigee.lua.json.JsonNull;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;

/** {@code require "cjson"} and {@code require "cjson.safe"}, with lua-cjson's interface. */
final class JsonLibrary {

    private JsonLibrary() {}

    static void install(LuaContext context) {
        var preload = (LuaTable) context.packageTable().get(LuaString.of("preload"));
        preload.put(LuaString.of("cjson"), loader(context, "cjson", false));
        preload.put(LuaString.of("cjson.safe"), loader(context, "cjson.safe", true));
    }

    private static LuaFunction loader(LuaContext context, String name, boolean safe) {
        return LuaFunction.builtin(
                context.language().builtin("loader of " + name, args -> module(name, safe)));
    }

    @TruffleBoundary
    private static Object module(String name, boolean safe) {
        var context = LuaContext.get(null);
        var module = new LuaTable(0, 16);
        var library = new Library(context, name, module);
        library.set("null", JsonNull.NULL)
                .set("empty_array", JsonNull.EMPTY_ARRAY)
                .set("array_mt", context.jsonArray())
                .set("empty_array_mt", context.jsonEmptyArray())
                .set("_NAME", LuaString.of("cjson"))
                .set("_VERSION", LuaString.of("2.1"));
        library.add("decode", safe ? guarded(JsonLibrary::decode) : JsonLibrary::decode)
                .add("encode", safe ? guarded(JsonLibrary::encode) : JsonLibrary::encode)
                .add("array", JsonLibrary::array)
                .add("new", args -> module(name, safe));
        for (var setting :
                new String[] {
                    "encode_max_depth",
                    "decode_max_depth",
                    "encode_sparse_array",
                    "encode_number_precision",
                    "encode_keep_buffer",
                    "encode_invalid_numbers",
                    "decode_invalid_numbers",
                    "decode_array_with_array_mt",
                    "encode_escape_forward_slash",
                    "encode_empty_table_as_object"
                }) {
            library.add(setting, args -> args.get(1));
        }
        return module;
    }

    /** Gives nil and the message instead of raising. */
    private static Builtin guarded(Builtin body) {
        return args -> {
            try {
                return body.call(args);
            } catch (LuaError refused) {
                return new Object[] {NIL, refused.value()};
            }
        };
    }

    @TruffleBoundary
    private static Object decode(Args args) {
        return new JsonDecoder(args.string(1).bytes(), LuaContext.get(null).jsonEmptyArray())
                .decode();
    }

    @TruffleBoundary
    private static Object encode(Args args) {
        var context = LuaContext.get(null);
        return new JsonEncoder(context.jsonEmptyArray(), context.jsonArray()).encode(args.any(1));
    }

    private static Object array(Args args) {
        var table = args.isNoneOrNil(1) ? new LuaTable() : args.table(1);
        table.setMetatable(LuaContext.get(null).jsonArray());
        return table;
    }
}
