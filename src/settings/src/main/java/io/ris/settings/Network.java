package io.ris.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A network of IP addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a network of one.
 *
 * @param address one of its addresses
 * @param prefix how many of the leading bits all its addresses share
 */
public record Network(InetAddress address, int prefix) {

    public Network {
        if (prefix < 0 || prefix > bits(address)) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits does not fit " + address);
        }
    }

    /**
     * The network of a text.
     *
     * @throws IllegalArgumentException if the text is not an address, or an address and a length
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpAddress.find(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(text + " is not a network"));
        return new Network(address, slash < 0 ? bits(address) : prefix(text, text.substring(slash + 1)));
    }

    /** The networks of texts. */
    public static List<Network> of(Collection<String> texts) {
        return texts.stream().map(Network::of).toList();
    }

    static boolean isValid(String text) {
        try {
            return of(text).prefix() >= 0;
        } catch (IllegalArgumentException notANetwork) {
            return false;
        }
    }

    /** Whether an address lies in one of these networks. */
    public static boolean anyContains(Collection<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an address lies in it. */
    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] theirs = other.getAddress();
        int whole = prefix / Byte.SIZE;
        if (own.length != theirs.length || Arrays.mismatch(own, 0, whole, theirs, 0, whole) >= 0) {
            return false;
        }
        int rest = Byte.SIZE - prefix % Byte.SIZE;
        return rest == Byte.SIZE || (own[whole] ^ theirs[whole]) >> rest == 0;
    }

    private static int prefix(String text, String digits) {
        if (!digits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException(text + " is not a network");
        }
        return Integer.parseInt(digits);
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
