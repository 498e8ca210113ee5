package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param url without user information and fragment
 * @param origin scheme, host and port, which decide whether credentials follow a redirect
 * @param authorization what user information in the URL amounts to, or null
 */
record Target(String url, String origin, @Nullable String authorization) {

    /** Parses an absolute http or https URL; otherwise throws a sentence for the guest. */
    static Target parse(String text) {
        return of(uri(text));
    }

    /** Where a redirect leads from here. */
    Target resolve(String location) {
        var reference = location.strip();
        if (reference.isEmpty()) {
            return this;
        }
        if (reference.startsWith("?")) {
            // URI.resolve would drop the last segment of the path.
            var query = url.indexOf('?');
            return parse((query < 0 ? url : url.substring(0, query)) + reference);
        }
        return of(uri(url).resolve(uri(reference)));
    }

    private static Target of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(uri, "only http and https URLs can be requested");
        }
        var authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw refused(uri, "it names no host");
        }
        var at = authority.lastIndexOf('@');
        var host = authority.substring(at + 1).toLowerCase(Locale.ROOT);
        if (!host.matches("(\\[[0-9a-f:.]+]|[a-z0-9._~-]+)(:\\d{0,5})?")) {
            throw refused(uri, "\"" + host + "\" is not a host");
        }
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var origin = scheme + "://" + host;
        return new Target(
                origin + path + query, origin, at < 0 ? null : basic(authority.substring(0, at)));
    }

    private static String basic(String userInfo) {
        var plain =
                java.net.URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        var user = plain.contains(":") ? plain : plain + ":";
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static URI uri(String text) {
        try {
            return new URI(escape(text.strip()));
        } catch (URISyntaxException _) {
            throw Arguments.invalid("http.request", "\"" + text + "\" is not a URL");
        }
    }

    private static GuestCallException refused(URI uri, String why) {
        return Arguments.invalid("http.request", "\"" + uri + "\" cannot be requested: " + why);
    }

    /** Escapes what people write in URLs although the syntax forbids it. */
    private static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            var c = b & 0xff;
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                escaped.append('%').append(String.format(Locale.ROOT, "%02X", c));
            } else {
                escaped.append((char) c);
            }
        }
        return escaped.toString();
    }
}
