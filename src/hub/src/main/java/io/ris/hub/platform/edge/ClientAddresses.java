package io.ris.hub.platform.edge;

import io.ris.hub.platform.HubService;
import io.ris.settings.IpAddress;
import io.ris.settings.Network;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells from which address a request comes. Thread-safe. */
@HubService
public class ClientAddresses {

    private final List<Network> proxies;

    @Inject
    ClientAddresses(@ConfigProperty(name = "server.trusted_proxies") Optional<List<String>> proxies) {
        this.proxies = Network.of(proxies.orElse(List.of()));
    }

    /**
     * The client's address: that of the connection, unless it is a trusted proxy's; then the last in {@code
     * X-Forwarded-For} that is not. A proxy appends what it sees, so what stands before the first address that nobody
     * trusted wrote is the client's own claim, and is not read.
     *
     * @param peer address of the connection's other end, as the server writes it
     * @param forwardedFor the values of the request's {@code X-Forwarded-For}, in their order
     */
    public InetAddress of(String peer, Collection<String> forwardedFor) {
        InetAddress client = IpAddress.find(withoutZone(peer))
                .orElseThrow(() -> new IllegalStateException("a connection from " + peer + ", which is no address"));
        if (forwardedFor.isEmpty() || !isProxy(client)) {
            return client;
        }
        for (String hop : List.of(String.join(",", forwardedFor).split(",", -1)).reversed()) {
            Optional<InetAddress> address = address(hop.strip());
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!isProxy(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return Network.anyContains(proxies, address);
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** Some proxies add the port, and brackets around IPv6 with it. */
    private static Optional<InetAddress> address(String hop) {
        if (hop.startsWith("[")) {
            return IpAddress.find(hop.replaceFirst("^\\[([^]]*)](:\\d{1,5})?$", "$1"));
        }
        return IpAddress.find(hop.replaceFirst("^([^:]*):\\d{1,5}$", "$1"));
    }
}
