package io.ris.settings;

import static io.ris.settings.Constraint.each;

import java.util.List;

/** What is let in and out: whose word counts about an address, how many requests, from which origins. */
public final class EdgeSettings {

    static final Constraint<List<String>> NETWORKS = each("networks such as 10.0.0.0/8 or fd00::/8", Network::isValid);

    public static final Setting<List<String>> TRUSTED_PROXIES = Definition.list("server.trusted_proxies")
            .allow(NETWORKS)
            .defaultsTo(List.of())
            .effect("Networks of reverse proxies whose `X-Forwarded-For` tells a client's address; of the addresses in"
                    + " it, the last that is none of these networks counts.");

    public static final Setting<List<String>> OUTBOUND_ALLOWED_NETWORKS = Definition.list(
                    "security.outbound.allowed_networks")
            .allow(NETWORKS)
            .defaultsTo(List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
            .effect("Networks outside of the public Internet that the hub itself may call (tenants' databases, identity"
                    + " providers, webhooks); private ones by default, since databases live there. Loopback, link-local,"
                    + " multicast and metadata addresses are refused unless a network as narrow as theirs is named.");

    static final List<Setting<?>> ALL = List.of(TRUSTED_PROXIES, OUTBOUND_ALLOWED_NETWORKS);

    private EdgeSettings() {}
}
