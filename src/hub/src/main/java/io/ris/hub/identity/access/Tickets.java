package io.ris.hub.identity.access;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tickets for the WebSockets of browsers, which can send no header: each is good once, for half a minute. Thread-safe. */
@HubService
public class Tickets {

    /** How long a ticket is good. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Duration PRUNING = Duration.ofMinutes(5);

    private final TicketRepository tickets;
    private final TenantService tenants;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    Tickets(TicketRepository tickets, TenantService tenants, TenantRounds rounds, RepeatedWork repeated, Clock clock) {
        this.tickets = tickets;
        this.tenants = tenants;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        repeated.every(
                PRUNING,
                "removing old tickets",
                () -> rounds.forAll("removing old tickets", tenant -> tickets.prune(clock.instant())));
    }

    /** A ticket for the caller's session. */
    public String issue(Caller caller) {
        String text = TenantScope.require() + "." + Tokens.random();
        tickets.insert(new Ticket(
                Tokens.hash(text),
                caller.userId(),
                caller.sessionId(),
                clock.instant().plus(LIFETIME)));
        return text;
    }

    /** What a ticket stands for; it does so once. */
    Optional<Redeemed> redeem(String text) {
        int end = text.indexOf('.');
        if (end < 0 || !TenantCode.isValid(text.substring(0, end))) {
            return Optional.empty();
        }
        TenantCode tenant = new TenantCode(text.substring(0, end));
        if (tenants.find(tenant).isEmpty()) {
            return Optional.empty();
        }
        return TenantScope.call(tenant, () -> tickets.take(Tokens.hash(text)))
                .filter(ticket -> clock.instant().isBefore(ticket.expiresAt()))
                .map(ticket -> new Redeemed(tenant, ticket));
    }

    /** A ticket and whose it is. */
    record Redeemed(TenantCode tenant, Ticket ticket) {}
}
