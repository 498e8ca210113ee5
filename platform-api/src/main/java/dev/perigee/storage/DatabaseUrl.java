package dev.perigee.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database as people write it: {@code postgresql://user:password@host:5432/name}, also
 * with the prefixes {@code postgres:}, {@code jdbc:postgresql:} and {@code r2dbc:postgresql:}. The
 * two drivers get their own forms of it.
 *
 * @param parameters what followed the question mark, decoded, without user and password
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";

    DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    static DatabaseUrl parse(String text) {
        var plain = text.strip();
        for (var prefix : new String[] {"jdbc:", "r2dbc:"}) {
            if (plain.startsWith(prefix)) {
                plain = plain.substring(prefix.length());
            }
        }
        if (!plain.startsWith("postgresql://") && !plain.startsWith("postgres://")) {
            throw invalid("it must begin with postgresql://");
        }
        URI uri;
        try {
            uri = new URI(plain);
        } catch (URISyntaxException e) {
            throw invalid("percent-encode special characters in user and password");
        }
        var host = uri.getHost();
        var path = uri.getRawPath();
        if (host == null) {
            throw invalid("it names no host, or user and password are not percent-encoded");
        }
        if (path == null || path.length() < 2) {
            throw invalid("it names no database");
        }
        return of(uri, host, decode(path.substring(1)));
    }

    private static DatabaseUrl of(URI uri, String host, String database) {
        var parameters = parametersOf(uri.getRawQuery());
        var user = parameters.remove("user");
        var password = parameters.remove("password");
        var userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            var colon = userInfo.indexOf(':');
            user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
            password = colon < 0 ? password : decode(userInfo.substring(colon + 1));
        }
        var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new DatabaseUrl(host, port, database, user, password, parameters);
    }

    /** For pgjdbc, without user and password. */
    String jdbc() {
        var all = new TreeMap<>(parameters);
        all.putIfAbsent("connectTimeout", "5");
        all.putIfAbsent("ApplicationName", "perigee");
        return "jdbc:postgresql://" + authority() + query(all);
    }

    /** For r2dbc-postgresql, without user and password. */
    String r2dbc() {
        var all = new TreeMap<String, String>();
        parameters.forEach((name, value) -> all.put(r2dbcName(name), r2dbcValue(name, value)));
        all.putIfAbsent("connectTimeout", "PT5S");
        all.putIfAbsent("applicationName", "perigee");
        return "r2dbc:postgresql://" + authority() + query(all);
    }

    /** Names the database without its secrets. */
    @Override
    public String toString() {
        return "postgresql://" + authority();
    }

    private String authority() {
        return host + ":" + port + "/" + encode(database);
    }

    private static String r2dbcName(String jdbcName) {
        return switch (jdbcName) {
            case "sslmode" -> "sslMode";
            case "sslrootcert" -> "sslRootCert";
            case "sslcert" -> "sslCert";
            case "sslkey" -> "sslKey";
            case "currentSchema" -> "schema";
            default -> jdbcName;
        };
    }

    private static String r2dbcValue(String name, String value) {
        return name.equals("connectTimeout") && value.matches("\\d+") ? "PT" + value + "S" : value;
    }

    private static TreeMap<String, String> parametersOf(@Nullable String rawQuery) {
        var parameters = new TreeMap<String, String>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (var pair : rawQuery.split("&")) {
                var equals = pair.indexOf('=');
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "true" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static StorageException invalid(String reason) {
        return new StorageException(
                "The database URL cannot be used: " + reason + ".",
                "Set PERIGEE_DATABASE_URL in the form " + EXAMPLE + ".");
    }
}
