package io.ris.hub.monitoring.topology;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * An address and a port of a transport, in the one form in which two reports can be compared: probes call the same transport {@code
 * tcp}, {@code tcp6} or {@code TCP}, and write an IPv4 address that an IPv6 socket has as one or the other.
 *
 * @param transport in lower case, without the version of IP
 * @param address in lower case; an IPv4-mapped one (RFC 4291, 2.5.5.2) as IPv4
 */
record Socket(String transport, String address, int port) {

    /** Addresses that stand for every one of a machine. Who listens at {@code ::} takes IPv4 too. */
    static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "*", "");

    private static final List<String> MAPPED = List.of("::ffff:", "0:0:0:0:0:ffff:");

    /** The socket that a probe reports. */
    static Socket of(String protocol, String address, int port) {
        return new Socket(transport(protocol), address.indexOf(':') < 0 ? address : ofVersion6(address), port);
    }

    private static String transport(String protocol) {
        String name = protocol.toLowerCase(Locale.ROOT);
        return name.endsWith("6") || name.endsWith("4") ? name.substring(0, name.length() - 1) : name;
    }

    private static String ofVersion6(String address) {
        String text = address.toLowerCase(Locale.ROOT);
        for (String prefix : MAPPED) {
            if (text.startsWith(prefix)) {
                return ofVersion4(text, text.substring(prefix.length()));
            }
        }
        return switch (text) {
            case "0:0:0:0:0:0:0:0" -> "::";
            case "0:0:0:0:0:0:0:1" -> "::1";
            default -> text;
        };
    }

    /** The rest of a mapped address is written as IPv4, or as two groups of hexadecimal digits. */
    private static String ofVersion4(String whole, String rest) {
        if (rest.indexOf('.') > 0) {
            return rest;
        }
        String[] groups = rest.split(":", -1);
        if (groups.length != 2 || !isGroup(groups[0]) || !isGroup(groups[1])) {
            return whole;
        }
        int high = HexFormat.fromHexDigits(groups[0]);
        int low = HexFormat.fromHexDigits(groups[1]);
        return (high >> 8) + "." + (high & 0xff) + "." + (low >> 8) + "." + (low & 0xff);
    }

    private static boolean isGroup(String digits) {
        return !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(HexFormat::isHexDigit);
    }

    /** The one at the same port and another address. */
    Socket at(String other) {
        return new Socket(transport, other, port);
    }

    boolean isWildcard() {
        return WILDCARDS.contains(address);
    }

    /** Whether it can only be reached on its own machine. */
    boolean isLoopback() {
        return address.startsWith("127.") || address.equals("::1");
    }
}
