/**
 * Runs guests on GraalVM's polyglot API: lanes, warm contexts, watchdog.
 *
 * <h2>Boot protocol</h2>
 *
 * What a guest finds beside its own files is written in its own language, as resources under {@code
 * dev/perigee/executor/javascript/} and {@code dev/perigee/executor/lua/}. Once per context the
 * executor evaluates {@code boot.js} or {@code boot.lua}. It evaluates to a function (JavaScript: a
 * parenthesised function expression; Lua: {@code return function(host, load) … end}) which is
 * called with
 *
 * <ul>
 *   <li>{@code host}: the functions below; hand it to nothing that a guest can reach;
 *   <li>{@code load(name)}: the value of the resource {@code name.js} or {@code name.lua} beside
 *       boot (an expression, or a chunk that returns), evaluated once per context.
 * </ul>
 *
 * It defines the globals that guests see and returns an object (table) with
 *
 * <ul>
 *   <li>{@code modules}: an object of module objects by name. {@code require("name")} answers the
 *       object itself; {@code import … from "name"} sees its enumerable keys as named exports and
 *       the object as default. Files of the bundle win over modules of the same name.
 *   <li>{@code bind(handler)}: called once with the function that the handler file exports; returns
 *       {@code invoke}.
 * </ul>
 *
 * {@code invoke(argumentsJson, ticket)} is called once for each invocation. It calls {@code
 * handler(args, ctx)} and returns
 *
 * <ul>
 *   <li>a string: the result, encoded as JSON;
 *   <li>{@code null}, {@code undefined}, {@code nil}: the handler returned nothing;
 *   <li>{@code true}: the outcome was told, or will be, by {@code host.settle(ticket, …)}.
 * </ul>
 *
 * What it throws makes the outcome {@code Failed}. In Lua it may suspend anywhere. With a third
 * argument, {@code true}, the handler runs as the subscriber of a channel: the arguments are {@code
 * {context: […]}}, whose elements it gets before {@code ctx}, and the result is {@code {continue,
 * value?, context?}}.
 *
 * <h2>The functions of {@code host}</h2>
 *
 * Called as plain functions ({@code host.log(…)}, never {@code host:log(…)}); <em>bytes</em> are a
 * Uint8Array in JavaScript and a string in Lua.
 *
 * <ul>
 *   <li>{@code settle(ticket, "value", json)}, {@code settle(ticket, "nothing")}, {@code
 *       settle(ticket, "rejected", errorJson)}, {@code settle(ticket, "failed", error)} (anything
 *       that can be thrown), {@code settle(ticket, "response", status, headers, body)}: headers is
 *       a flat array {@code [name, value, name, value, …]}, body is a string, bytes or null. Only
 *       the first of an invocation counts.
 *   <li>{@code settle(ticket, "size", length)}: ends the invocation and answers true when a result
 *       of this length would be too large; answers false otherwise.
 *   <li>{@code longest()}, Lua only: the longest string whose bytes a guest can have.
 *   <li>{@code call(operation, json, attachment)}: a call of {@code GuestServices}; attachment is
 *       bytes, a string (sent as UTF-8) or null. JavaScript: a promise of {@code {json,
 *       attachment}} (attachment bytes or null). Lua: suspends, returns json, attachment (nil when
 *       there is none). Fails with an Error (a table with a {@code __tostring}) that has {@code
 *       code}, {@code message} and {@code detail}, the last as JSON text or null.
 *   <li>{@code sleep(ms)}: JavaScript a promise, Lua suspends. Dies with its invocation.
 *   <li>{@code log(level, line)}: level is {@code "debug"}, {@code "info"}, {@code "warn"} or
 *       {@code "error"}; line feeds split the text into lines.
 *   <li>{@code now()}: epoch milliseconds; {@code monotonic()}: milliseconds of a steady clock;
 *       both with fractions.
 *   <li>{@code uuid4()}; {@code random(n)}: n bytes; {@code hash(algorithm, bytes)} and {@code
 *       hmac(algorithm, key, bytes)}: bytes, for {@code md5}, {@code sha1}, {@code sha224}, {@code
 *       sha256}, {@code sha384}, {@code sha512}; strings in place of bytes are taken as UTF-8.
 *   <li>{@code invocation()}: JSON text of the current invocation: {@code request_id}, {@code
 *       function_name}, {@code function_version}, {@code memory_limit_in_mb}, {@code deadline_ms},
 *       {@code trace_id}, {@code span_id}, {@code env}.
 *   <li>{@code callerJson()}: JSON text with {@code identity}, {@code client_context}, {@code
 *       request}, {@code event} and {@code channel}, each optional; made only when asked for.
 *   <li>{@code files()}: JSON text, an array of the bundle's paths; {@code file(path)}: the bytes
 *       of one of them, or null.
 * </ul>
 *
 * The handler file and its modules are loaded within the first invocation of a context, so {@code
 * invocation()} is known then.
 */
@NullMarked
package dev.perigee.executor.polyglot;

import org.jspecify.annotations.NullMarked;
