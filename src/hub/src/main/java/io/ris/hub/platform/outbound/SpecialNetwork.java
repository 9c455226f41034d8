package io.ris.hub.platform.outbound;

import io.ris.settings.Network;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Networks that are not the public Internet: the special-purpose registries of IANA (RFC 6890 and its successors), and
 * the addresses at which clouds hand out credentials.
 *
 * @param kind what is there, as in "a loopback address"
 */
record SpecialNetwork(Network network, String kind) {

    private static final Map<String, List<String>> KINDS = Map.of(
            "an unspecified address", List.of("0.0.0.0/8", "::/128"),
            "a loopback address", List.of("127.0.0.0/8", "::1/128"),
            "a link-local address", List.of("169.254.0.0/16", "fe80::/10", "fec0::/10"),
            "a multicast address", List.of("224.0.0.0/4", "ff00::/8"),
            "a private address", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"),
            "an IPv4 address inside of an IPv6 one",
                    List.of("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"),
            "a reserved address",
                    List.of(
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "240.0.0.0/4",
                            "100::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "3fff::/20",
                            "5f00::/16"),
            "a cloud's metadata service",
                    List.of(
                            "169.254.169.254",
                            "169.254.170.2",
                            "169.254.170.23",
                            "100.100.100.200",
                            "168.63.129.16",
                            "192.0.0.192",
                            "fd00:ec2::254",
                            "fd00:ec2::23",
                            "fd20:ce::254"));

    private static final List<SpecialNetwork> ALL = KINDS.entrySet().stream()
            .flatMap(kind -> networks(kind.getKey(), kind.getValue()))
            .sorted(Comparator.comparing(
                            (SpecialNetwork special) -> special.network().prefix())
                    .reversed())
            .toList();

    private static Stream<SpecialNetwork> networks(String kind, List<String> networks) {
        return Network.of(networks).stream().map(network -> new SpecialNetwork(network, kind));
    }

    /** The narrowest that an address lies in; empty for an address of the public Internet. */
    static Optional<SpecialNetwork> of(InetAddress address) {
        return ALL.stream()
                .filter(special -> special.network().contains(address))
                .findFirst();
    }
}
