package dev.perigee.guests;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A block of addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code fc00::/7}. */
public record Network(byte[] address, int prefix) {

    /** Parses a block; an address without a prefix length is a block of one. */
    public static Network parse(String text) {
        var slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        // A name would be resolved; only a literal has nothing but these characters.
        if (!literal.matches("[0-9a-fA-F:.]+") || !literal.matches(".*[:.].*")) {
            throw notANetwork(text);
        }
        try {
            var address = InetAddress.getByName(literal).getAddress();
            var prefix =
                    slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > address.length * 8) {
                throw notANetwork(text);
            }
            return new Network(address, prefix);
        } catch (UnknownHostException | NumberFormatException _) {
            throw notANetwork(text);
        }
    }

    private static IllegalArgumentException notANetwork(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a network; write it like 10.0.0.0/8 or fd00::/8");
    }

    public boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        var whole = prefix / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        var rest = prefix % 8;
        return rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0;
    }
}
