package io.ris.settings;

import static io.ris.settings.Constraint.each;

import java.util.List;

/** What is let in and out: whose word counts about an address, how many requests, from which origins. */
public final class EdgeSettings {

    static final Constraint<List<String>> NETWORKS = each("networks such as 10.0.0.0/8 or fd00::/8", Network::isValid);

    private static final Constraint<Integer> RATE = Constraint.between(1, 1_000_000);

    public static final Setting<List<String>> TRUSTED_PROXIES = Definition.list("server.trusted_proxies")
            .allow(NETWORKS)
            .defaultsTo(List.of())
            .effect("Networks of reverse proxies whose `X-Forwarded-For` tells a client's address; of the addresses in"
                    + " it, the last that is none of these networks counts.");

    public static final Setting<Boolean> CORS_ENABLED = Definition.flag("server.cors.enabled", true)
            .live()
            .effect("Whether the origins of the list may call the API from a browser.");

    public static final Setting<List<String>> CORS_ALLOWED_ORIGINS = Definition.list("server.cors.allowed_origins")
            .allow(each(
                    "http(s)://HOST[:PORT] each",
                    item -> item.matches("https?://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?")))
            .defaultsTo(List.of())
            .because("an example's origin is nobody's to trust")
            .live()
            .effect("Origins whose pages may call the API and open WebSockets from a browser; the hub's own need not be"
                    + " named.");

    public static final Setting<List<String>> CORS_ALLOWED_METHODS = Definition.list("server.cors.allowed_methods")
            .allow(each("HTTP methods", item -> item.matches("[A-Z]+")))
            .defaultsTo(List.of("GET", "POST", "PUT", "DELETE"))
            .live()
            .effect("Methods allowed to these origins.");

    public static final Setting<List<String>> CORS_ALLOWED_HEADERS = Definition.list("server.cors.allowed_headers")
            .allow(each("names of headers", item -> item.matches("[A-Za-z0-9-]+")))
            .defaultsTo(List.of("Authorization", "Content-Type", "If-Match", "Idempotency-Key", "X-Request-Id"))
            .because("updates and repeated requests need their headers from a browser too")
            .live()
            .effect("Headers allowed to these origins.");

    public static final Setting<Boolean> RATE_LIMITING_ENABLED =
            Definition.flag("security.rate_limiting.enabled", true).live().effect("Whether requests are limited.");

    public static final Setting<Integer> REQUESTS_PER_MINUTE = Definition.number(
                    "security.rate_limiting.requests_per_minute")
            .allow(RATE)
            .defaultsTo(100)
            .in(RuntimeEnvironment.PRODUCTION, 60)
            .live()
            .effect(
                    "Requests a minute in the long run: of a user, and of an address together whose users are not known;"
                            + " each node of a cluster grants as many, unless they share Redis.");

    public static final Setting<Integer> BURST_SIZE = Definition.number("security.rate_limiting.burst_size")
            .allow(RATE)
            .defaultsTo(20)
            .live()
            .effect("Requests at once by who has not asked for a while.");

    public static final Setting<Integer> REPORTS_PER_MINUTE = Definition.number(
                    "security.rate_limiting.reports_per_minute")
            .allow(RATE)
            .defaultsTo(300_000)
            .live()
            .effect(
                    "Requests a minute of probes that share a key, which count for nobody else's; a sixth of them at once.");

    public static final Setting<List<String>> IP_WHITELIST = Definition.list("security.rate_limiting.ip_whitelist")
            .allow(NETWORKS)
            .defaultsTo(List.of())
            .because("whole private networks would be exempt")
            .live()
            .effect("Networks whose requests are not limited.");

    public static final Setting<List<String>> OUTBOUND_ALLOWED_NETWORKS = Definition.list(
                    "security.outbound.allowed_networks")
            .allow(NETWORKS)
            .defaultsTo(List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
            .effect("Networks outside of the public Internet that the hub itself may call (tenants' databases, identity"
                    + " providers, webhooks); private ones by default, since databases live there. Loopback, link-local,"
                    + " multicast and metadata addresses are refused unless a network as narrow as theirs is named.");

    static final List<Setting<?>> ALL = List.of(
            TRUSTED_PROXIES,
            CORS_ENABLED,
            CORS_ALLOWED_ORIGINS,
            CORS_ALLOWED_METHODS,
            CORS_ALLOWED_HEADERS,
            RATE_LIMITING_ENABLED,
            REQUESTS_PER_MINUTE,
            BURST_SIZE,
            REPORTS_PER_MINUTE,
            IP_WHITELIST,
            OUTBOUND_ALLOWED_NETWORKS);

    private EdgeSettings() {}
}
