package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;

import java.time.Duration;
import java.util.List;

/** Agents: how many, their enrolment and the liveness of their connections. */
public final class FleetSettings {

    private static final Constraint<Duration> INTERVAL = between(Duration.ofSeconds(1), Duration.ofHours(1));
    private static final Constraint<Duration> DELAY = between(Duration.ofMillis(1), Duration.ofDays(1));

    public static final Setting<Integer> MAX_CLIENTS = Definition.number("client_management.max_clients")
            .allow(atLeast(1))
            .defaultsTo(10_000)
            .because("a node carries that many")
            .effect("Agents connected to a node at a time.");

    public static final Setting<Duration> HEARTBEAT_INTERVAL = Definition.duration(
                    "client_management.heartbeat_interval")
            .allow(INTERVAL)
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How often an agent reports its load.");

    public static final Setting<Duration> PING_INTERVAL = Definition.duration("client_management.ping_interval")
            .allow(INTERVAL)
            .defaultsTo(Duration.ofSeconds(15))
            .effect("How often the hub pings an agent; below the timeouts of common address translation.");

    public static final Setting<Duration> CONNECTION_TIMEOUT = Definition.duration(
                    "client_management.connection_timeout")
            .allow(INTERVAL)
            .defaultsTo(Duration.ofSeconds(45))
            .because("three missed pings are enough, and work is taken over sooner")
            .effect("Silence after which a connection counts as dead.");

    public static final Setting<Integer> RECONNECT_MAX_ATTEMPTS = Definition.number(
                    "client_management.reconnection_policy.max_attempts")
            .allow(between(0, 1_000_000))
            .defaultsTo(0)
            .because("an agent that gives up is lost until someone travels to its machine")
            .effect("Failed attempts in a row to reconnect after which an agent gives up; 0 is endless.");

    public static final Setting<String> RECONNECT_BACKOFF_STRATEGY = Definition.choice(
                    "client_management.reconnection_policy.backoff_strategy", "exponential", "fixed")
            .reserved("How the delay between attempts to reconnect grows.");

    public static final Setting<Duration> RECONNECT_INITIAL_DELAY = Definition.duration(
                    "client_management.reconnection_policy.initial_delay")
            .allow(DELAY)
            .defaultsTo(Duration.ofSeconds(1))
            .because("the delay is spread at random, so a short one does not topple the hub")
            .effect("First delay before reconnecting.");

    public static final Setting<Duration> RECONNECT_MAX_DELAY = Definition.duration(
                    "client_management.reconnection_policy.max_delay")
            .allow(DELAY)
            .defaultsTo(Duration.ofMinutes(5))
            .effect("Longest delay before reconnecting.");

    public static final Setting<Duration> ENROLMENT_TOKEN_TTL = Definition.duration(
                    "client_management.enrolment_token_ttl")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(30)))
            .defaultsTo(Duration.ofHours(1))
            .effect("How long the token of an enrolment command is good for.");

    public static final Setting<Duration> CERTIFICATE_LIFETIME = Definition.duration(
                    "client_management.certificate_lifetime")
            .allow(between(Duration.ofSeconds(10), Duration.ofDays(825)))
            .defaultsTo(Duration.ofDays(90))
            .effect("Life of an agent's certificate; it is renewed after two thirds, over the agent's connection.");

    public static final Setting<Duration> RENEWAL_GRACE = Definition.duration("client_management.renewal_grace")
            .allow(between(Duration.ZERO, Duration.ofDays(825)))
            .defaultsTo(Duration.ofDays(30))
            .effect("How long after its certificate's end an agent that was away may still renew it with its old key,"
                    + " unless revoked; later it must be enrolled again.");

    public static final Setting<Boolean> AGENT_TOKENS = Definition.flag("client_management.agent_tokens", false)
            .effect(
                    "Whether agents that were started with `--signed-token` may connect with a short-lived token, signed"
                            + " with their enrolled key, instead of their certificate: the way through a proxy that ends TLS.");

    static final List<Setting<?>> ALL = List.of(
            MAX_CLIENTS,
            HEARTBEAT_INTERVAL,
            PING_INTERVAL,
            CONNECTION_TIMEOUT,
            RECONNECT_MAX_ATTEMPTS,
            RECONNECT_BACKOFF_STRATEGY,
            RECONNECT_INITIAL_DELAY,
            RECONNECT_MAX_DELAY,
            ENROLMENT_TOKEN_TTL,
            CERTIFICATE_LIFETIME,
            RENEWAL_GRACE,
            AGENT_TOKENS);

    private FleetSettings() {}
}
