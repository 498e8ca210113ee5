package dev.perigee.gateway.filters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets callers pass who know a key. Only the keys' SHA-256 are kept, and looked up by, so that the
 * time that a look-up takes says nothing of them.
 *
 * @param names the keys' owners by the hexadecimal hash of their key
 */
record ApiKeys(String header, Map<String, String> names)
        implements Function<FilteredRequest, Verdict> {

    /** The parameter that holds the owner's name. */
    static final String OWNER = "KEY.name";

    ApiKeys {
        names = Map.copyOf(names);
    }

    @Override
    public Verdict apply(FilteredRequest request) {
        var keys = request.headers().getAll(header);
        if (keys.size() != 1) {
            return Verdict.refuse(401, "this needs one API key in the header " + header);
        }
        var owner = names.get(hash(keys.getFirst()));
        if (owner == null) {
            return Verdict.refuse(401, "the API key is not valid");
        }
        request.headers().remove(header);
        request.identity().put(OWNER, owner);
        return Verdict.Pass.PASS;
    }

    private static String hash(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
