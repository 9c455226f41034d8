package io.ris.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text: in the one spelling that everybody reads alike, and never a name that would be looked up. */
public final class IpAddress {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=[^:]*:)[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

    private IpAddress() {}

    /**
     * The address that a text spells out: four decimal numbers without leading zeros, or IPv6 (RFC 4291, section 2.2)
     * without brackets and zone. IPv4 inside of IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address.
     */
    public static Optional<InetAddress> find(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) { // of these characters, none is looked up
            return Optional.empty();
        }
    }
}
