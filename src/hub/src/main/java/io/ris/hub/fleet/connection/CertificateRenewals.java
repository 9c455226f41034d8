package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.enrolment.RenewalService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * Has connected agents renew their certificates after two thirds of their life. A fleet that was enrolled in an hour does
 * not renew in a second: each renewal costs a signature and a handshake, so a turn asks a few, the nearest to their end
 * first. Thread-safe.
 */
@HubService
class CertificateRenewals {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int ASKED_PER_TURN = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ConnectionRegistry registry;
    private final RenewalService renewals;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    CertificateRenewals(ConnectionRegistry registry, RenewalService renewals, RepeatedWork repeated, Clock clock) {
        this.registry = registry;
        this.renewals = renewals;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        repeated.every(TURN, "having certificates renewed", this::askSome);
    }

    private void askSome() {
        Instant now = clock.instant();
        registry.all().stream()
                .filter(AgentConnection::isGreeted)
                .filter(connection -> shouldBeAsked(connection, now))
                .sorted(Comparator.comparing(connection -> connection.identity().expiresAt()))
                .limit(ASKED_PER_TURN)
                .forEach(connection -> connection.askForRenewal(now));
    }

    /** An agent that has just been welcomed need not wait for its turn. */
    void askIfDue(AgentConnection connection) {
        Instant now = clock.instant();
        if (shouldBeAsked(connection, now)) {
            connection.askForRenewal(now);
        }
    }

    private static boolean shouldBeAsked(AgentConnection connection, Instant now) {
        return connection.isRenewalDue(now)
                && now.isAfter(connection.renewalAsked().plus(PATIENCE));
    }

    /**
     * Certifies the agent's new key; the present one stays good until the new one has been used.
     *
     * @throws HubException if nothing was asked, or the request is not good
     */
    void answer(AgentConnection connection, AgentFrame.CertificateRequest request) {
        if (!connection.isRenewalDue(clock.instant())) {
            throw HubException.Invalid.rule("certificate_request", "was not asked for");
        }
        String certificate =
                renewals.renew(connection.agent(), connection.identity().keyHash(), request.csr());
        connection.send(new HubFrame.Certificate(certificate));
    }
}
