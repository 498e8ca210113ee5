/**
 * What functions can call: the services behind {@code flow}, {@code http}, {@code topics}, {@code
 * state} and {@code channels}, each a bean of type {@link dev.perigee.guests.GuestService}. A
 * service that no bean offers answers {@code not_available}.
 *
 * <p>What the guest libraries send, and what they expect to come back, both JSON:
 *
 * <ul>
 *   <li>{@code flow.call {function, args}}: the callee's data as it is; empty for nothing.
 *   <li>{@code http.request {method, url, headers: [[name, value]…], timeout_ms?, redirect?,
 *       text?}}, the body as attachment: {@code {status, status_text, url, redirected, headers:
 *       [[name, value]…], text?}}, the body as attachment unless it is in {@code text}.
 *   <li>{@code topics.append {topic, events: [{key, payload, headers?}…], immediate?}}: {@code
 *       {count}}; with {@code immediate} also {@code events: [{partition, offset}…]}.
 *   <li>{@code state.get {key}}: {@code {key, value, version}} or {@code null}.
 *   <li>{@code state.put {key, value, ttl?}}: {@code {version}}; {@code ttl} is in seconds.
 *   <li>{@code state.delete {key}}: {@code {deleted}}.
 *   <li>{@code state.cas {key, version, value, ttl?}}: {@code {swapped, version?}}; version 0 means
 *       that there must be no such key.
 *   <li>{@code state.list {prefix, limit?, after?}}: {@code {entries: [{key, value, version}…],
 *       next}}; {@code next} goes into {@code after} for the next page, or is {@code null}.
 *   <li>All of {@code state} take {@code immediate}. A version of -1 is this invocation's own
 *       write, which is not committed yet.
 *   <li>{@code channels.publish {channel, context: […]}}, the channel {@code "a:b"} or {@code ["a",
 *       "b"]}: {@code {values: […], context?: […]}}, the values that subscribers returned, and the
 *       context when they changed it.
 * </ul>
 *
 * <p>Errors are {@link dev.perigee.executor.GuestCallException}s; {@code status} and {@code
 * payload} of their data become fields of the guest's error.
 */
@NullMarked
package dev.perigee.guests;

import org.jspecify.annotations.NullMarked;
