package io.ris.hub.platform.outbound;

import io.ris.hub.platform.HubService;
import io.ris.settings.IpAddress;
import io.ris.settings.Network;
import jakarta.inject.Inject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Decides where the hub may connect to on somebody's word: the public Internet, and of all else what {@code
 * security.outbound.allowed_networks} names. Where an allowed network and a refused one both hold an address, the
 * narrower counts: private networks may be allowed without what hands out credentials in them.
 *
 * <p>Thread-safe. It looks names up, which may take as long as the name server does.
 */
@HubService
public class OutboundGuard {

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(?!.*\\.$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.(?!$)|$))+");

    /** Ends as only an IPv4 address does, so that some would read the whole as one: 127.1, 0x7f.1, 2130706433. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)");

    private final List<Network> allowed;
    private final NameLookup names;

    @Inject
    OutboundGuard(@ConfigProperty(name = "security.outbound.allowed_networks") Optional<List<String>> allowed) {
        this(allowed.orElse(List.of()), InetAddress::getAllByName);
    }

    OutboundGuard(List<String> allowed, NameLookup names) {
        this.allowed = Network.of(allowed);
        this.names = names;
    }

    /** Asks a name server. */
    interface NameLookup {
        InetAddress[] lookUp(String name) throws UnknownHostException;
    }

    /**
     * Where a URI may be fetched from.
     *
     * @return the addresses to connect to, in the name server's order
     * @throws OutboundRefusedException if the URI has no host, or as for {@link #resolve(String)}
     */
    public List<InetAddress> resolve(URI uri) throws UnknownHostException {
        if (uri.getHost() == null) {
            throw new OutboundRefusedException("a URI with a host is needed");
        }
        return resolve(uri.getHost());
    }

    /**
     * Where a host may be reached. It has the shape of a name look-up, so that a client can be given it as its own: the
     * store's driver, an HTTP client.
     *
     * @param host a name, or an address in its usual spelling, IPv6 also in brackets
     * @return the addresses to connect to, in the name server's order; never empty
     * @throws OutboundRefusedException if the hub may not call there
     * @throws UnknownHostException if the name server knows no such name
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        Optional<InetAddress> literal = literal(host);
        return permitted(host, literal.isPresent() ? List.of(literal.get()) : List.of(names.lookUp(normalized(host))));
    }

    /**
     * Refuses what can be told without asking a name server: addresses, and what is no host at all. What a name stands for is
     * found out, and refused, when it is called.
     *
     * @throws OutboundRefusedException if the hub does not call there, whatever a name server says
     */
    public void requireCallable(String host) throws OutboundRefusedException {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            permitted(host, List.of(literal.get()));
        } else if (normalized(host).matches("(.*\\.)?localhost")) { // RFC 6761, section 6.3
            permitted(host, List.of(InetAddress.getLoopbackAddress()));
        }
    }

    private List<InetAddress> permitted(String host, List<InetAddress> found) throws OutboundRefusedException {
        List<InetAddress> permitted = found.stream().filter(this::isPermitted).toList();
        if (permitted.isEmpty()) {
            String kind = found.stream()
                    .flatMap(address -> SpecialNetwork.of(address).stream())
                    .map(SpecialNetwork::kind)
                    .findFirst()
                    .orElse("no address");
            throw new OutboundRefusedException(
                    host + " is " + kind + "; security.outbound.allowed_networks does not allow it");
        }
        return permitted;
    }

    /** The address that a host is; empty where it is a name. */
    private static Optional<InetAddress> literal(String host) throws OutboundRefusedException {
        String name = normalized(host);
        if (name.indexOf(':') >= 0) {
            return Optional.of(IpAddress.find(name)
                    .filter(address -> !(address instanceof Inet4Address)) // ::ffff:127.0.0.1
                    .orElseThrow(() -> misspelled(host)));
        }
        if (ENDS_IN_A_NUMBER.matcher(name).matches()) {
            return Optional.of(IpAddress.find(name).orElseThrow(() -> misspelled(host)));
        }
        if (!NAME.matcher(name).matches()) {
            throw new OutboundRefusedException("a host name in ASCII is needed");
        }
        return Optional.empty();
    }

    private static String normalized(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private boolean isPermitted(InetAddress address) {
        int refused = SpecialNetwork.of(address)
                .map(special -> special.network().prefix())
                .orElse(-1);
        return refused < 0
                || allowed.stream().anyMatch(network -> network.contains(address) && network.prefix() >= refused);
    }

    private static OutboundRefusedException misspelled(String host) {
        return new OutboundRefusedException(host + " is no address in its usual spelling");
    }
}
