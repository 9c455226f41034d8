package io.ris.hub.fleet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.fleet.enrolment.AgentKeyPair;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Renewal and revocation, as a connected agent hears of them. */
@ExtendWith(ArquillianExtension.class)
class AgentCertificatesIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private AgentGateway gateway;

    @Inject
    private AgentService agents;

    @Inject
    private EnrolmentService enrolments;

    @Inject
    private Store store;

    private AgentKey agent;
    private IssuedCertificate certificate;

    @BeforeEach
    void enrol() {
        TenantScope.enter(TENANT);
        Agent added = agents.add("certified-" + System.nanoTime(), null, null, List.of());
        agent = new AgentKey(TENANT, added.agentId());
        certificate = AgentKeyPair.enrolled(enrolments, agents, agent.agentId());
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    private FakeAgent connected() {
        return FakeAgent.connect(gateway, agent, certificate);
    }

    private FakeAgent connectedWithOldCertificate() {
        AgentIdentity past = new AgentIdentity(agent, certificate.keyHash(), Instant.EPOCH, certificate.expiresAt());
        return FakeAgent.connect(gateway, past, 1, List.of());
    }

    @Test
    void asksForRenewalRightAfterWelcomeWhereItIsDue() throws Exception {
        FakeAgent old = connectedWithOldCertificate();
        assertThat(old.next(HubFrame.Renew.class).expiresAt()).isEqualTo(certificate.expiresAt());

        AgentKeyPair next = AgentKeyPair.fresh();
        old.say(new AgentFrame.CertificateRequest(next.request()));

        IssuedCertificate renewed =
                IssuedCertificate.parse(old.next(HubFrame.Certificate.class).clientCert());
        assertThat(renewed.certificate().getPublicKey()).isEqualTo(next.keys().getPublic());
        old.say(new AgentFrame.CertificateRequest(next.request()));
        assertThat(old.all(HubFrame.Certificate.class))
                .hasSize(2)
                .containsOnly(new HubFrame.Certificate(renewed.pem()));
    }

    @Test
    void certifiesNothingThatItHasNotAskedFor() throws Exception {
        FakeAgent session = connected();
        session.say(new AgentFrame.CertificateRequest(AgentKeyPair.fresh().request()));
        assertThat(session.next(HubFrame.Fault.class).code()).isEqualTo("invalid_field");
        assertThat(session.all(HubFrame.Renew.class)).isEmpty();
        assertThat(session.all(HubFrame.Certificate.class)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        FakeAgent session = connectedWithOldCertificate();
        session.say(new AgentFrame.CertificateRequest("no request"));
        assertThat(session.next(HubFrame.Fault.class).message()).contains("csr");
    }

    @Test
    void revocationEndsTheConnectionAtOnce() {
        FakeAgent session = connected();
        enrolments.revoke(agent.agentId().value());
        assertThat(session.all(HubFrame.Goodbye.class))
                .extracting(HubFrame.Goodbye::reason)
                .containsExactly("revoked");
    }

    @Test
    void deletionEndsTheConnectionAtOnce() {
        FakeAgent session = connected();
        agents.delete(agent.agentId().value(), null);
        assertThat(session.all(HubFrame.Goodbye.class))
                .extracting(HubFrame.Goodbye::reason)
                .containsExactly("deleted");
    }

    /** What another node does is only to be seen in the store. */
    private void dismissedByAnotherNode(List<String> keyHashes) {
        store.platform()
                .commands()
                .getCollection("dismissals")
                .insertOne(new Document("tenant", TENANT.value())
                        .append("agent_id", agent.agentId().value())
                        .append("key_hashes", keyHashes)
                        .append("reason", "revoked")
                        .append("at", Date.from(Clock.systemUTC().instant())));
    }

    @Test
    void revocationByAnotherNodeEndsTheConnection() {
        FakeAgent session = connected();
        dismissedByAnotherNode(List.of(certificate.keyHash()));
        assertThat(session.next(HubFrame.Goodbye.class).reason()).isEqualTo("revoked");
    }

    @Test
    void revocationOfAnEarlierKeyLeavesTheConnectionAlone() {
        FakeAgent session = connected();
        dismissedByAnotherNode(List.of("another key"));
        FakeAgent barrier = anotherAgentDismissedAfterIt();
        assertThat(barrier.next(HubFrame.Goodbye.class).reason()).isEqualTo("revoked");

        assertThat(session.all(HubFrame.Goodbye.class)).isEmpty();
    }

    private FakeAgent anotherAgentDismissedAfterIt() {
        Agent added = agents.add("barrier-" + System.nanoTime(), null, null, List.of());
        agent = new AgentKey(TENANT, added.agentId());
        FakeAgent barrier =
                FakeAgent.connect(gateway, agent, AgentKeyPair.enrolled(enrolments, agents, added.agentId()));
        dismissedByAnotherNode(List.of());
        return barrier;
    }

    @Test
    void revocationBetweenHandshakeAndWelcomeEndsTheConnection() {
        enrolments.revoke(agent.agentId().value());
        FakeAgent late = FakeAgent.connecting(gateway, agent, certificate);
        assertThat(late.next(HubFrame.Goodbye.class).reason()).isEqualTo("revoked");
        assertThat(late.all(HubFrame.Welcome.class)).isEmpty();
    }

    @Test
    void aNewEnrolmentEndsConnectionsOfTheKeyBefore() {
        FakeAgent before = connected();
        AgentKeyPair.enrolled(enrolments, agents, agent.agentId());
        assertThat(before.next(HubFrame.Goodbye.class).reason()).isEqualTo("replaced");
    }

    @Test
    void whoConnectedWithAKeyThatWasReplacedMeanwhileIsNotWelcome() {
        IssuedCertificate next = AgentKeyPair.enrolled(enrolments, agents, agent.agentId());
        FakeAgent present = FakeAgent.connect(gateway, agent, next);

        FakeAgent thief = FakeAgent.connecting(gateway, agent, certificate);

        assertThat(thief.next(HubFrame.Goodbye.class).reason()).isEqualTo("replaced");
        assertThat(thief.all(HubFrame.Welcome.class)).isEmpty();
        assertThat(present.all(HubFrame.Goodbye.class)).isEmpty();
    }
}
