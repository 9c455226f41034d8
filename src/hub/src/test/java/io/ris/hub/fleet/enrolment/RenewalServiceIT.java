package io.ris.hub.fleet.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentKeys;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.RenewalRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class RenewalServiceIT {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Duration GRACE = Duration.ofDays(30);

    @Inject
    private RenewalService renewals;

    @Inject
    private EnrolmentService enrolments;

    @Inject
    private CertificateAuthority authority;

    @Inject
    private AgentTokens tokens;

    @Inject
    private AgentKeys keys;

    @Inject
    private AuditTrail trail;

    @Inject
    private AgentService agents;

    private AgentKey agent;
    private AgentKeyPair old;
    private IssuedCertificate present;

    @BeforeEach
    void enrol() throws Exception {
        TenantScope.enter(TENANT);
        Agent added = agents.add("renewing-" + System.nanoTime(), null, null, List.of());
        agent = new AgentKey(TENANT, added.agentId());
        old = AgentKeyPair.fresh();
        present = enrol(old);
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    private IssuedCertificate enrol(AgentKeyPair key) throws Exception {
        String token =
                enrolments.invite(agents.find(agent.agentId()).orElseThrow()).token();
        return IssuedCertificate.parse(enrolments
                .enrol(new EnrolmentRequest(token, key.request(), null, Map.of(), null))
                .clientCert());
    }

    private IssuedCertificate renew(AgentKeyPair next) throws Exception {
        return IssuedCertificate.parse(renewals.renew(agent, present.keyHash(), next.request()));
    }

    private static void isRefused(String slug, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HubException.class, refusal -> assertThat(
                        refusal.type().slug())
                .isEqualTo(slug));
    }

    @Test
    void theOldKeyIsGoodUntilTheNewOneIsUsed() throws Exception {
        IssuedCertificate next = renew(AgentKeyPair.fresh());
        keys.use(agent.agentId(), present.keyHash());
        keys.use(agent.agentId(), present.keyHash());

        assertThat(keys.use(agent.agentId(), next.keyHash())).isEqualTo(next);

        isRefused("agent_key_replaced", () -> keys.use(agent.agentId(), present.keyHash()));
        assertThat(keys.use(agent.agentId(), next.keyHash())).isEqualTo(next);
        assertThat(agents.find(agent.agentId()).orElseThrow().certificateExpiresAt())
                .isEqualTo(next.expiresAt());
    }

    @Test
    void theSameRequestIsAnsweredTheSameAgain() throws Exception {
        AgentKeyPair next = AgentKeyPair.fresh();
        assertThat(renew(next)).isEqualTo(renew(next));
    }

    @Test
    void aLaterRequestTakesThePlaceOfOneThatWasNeverUsed() throws Exception {
        IssuedCertificate lost = renew(AgentKeyPair.fresh());
        IssuedCertificate next = renew(AgentKeyPair.fresh());
        isRefused("agent_key_replaced", () -> keys.use(agent.agentId(), lost.keyHash()));
        assertThat(keys.use(agent.agentId(), next.keyHash())).isEqualTo(next);
    }

    @Test
    void aKeyThatWasReplacedRenewsNothing() throws Exception {
        enrol(AgentKeyPair.fresh());
        isRefused("agent_key_replaced", () -> renew(AgentKeyPair.fresh()));
    }

    @Test
    void aRevokedAgentRenewsNothingAndIsRefusedWithEveryKey() throws Exception {
        IssuedCertificate next = renew(AgentKeyPair.fresh());
        enrolments.revoke(agent.agentId().value());

        isRefused("agent_revoked", () -> renew(AgentKeyPair.fresh()));
        isRefused("agent_revoked", () -> keys.use(agent.agentId(), present.keyHash()));
        isRefused("agent_revoked", () -> keys.use(agent.agentId(), next.keyHash()));
        isRefused("agent_revoked", () -> away(renewals, old));
    }

    @Test
    void aNewEnrolmentBringsARevokedAgentBackWithAnotherKey() throws Exception {
        enrolments.revoke(agent.agentId().value());
        isRefused("agent_key_revoked", () -> enrol(old));

        IssuedCertificate again = enrol(AgentKeyPair.fresh());

        assertThat(keys.use(agent.agentId(), again.keyHash())).isEqualTo(again);
        assertThat(agents.find(agent.agentId()).orElseThrow().revokedAt()).isNull();
    }

    @Test
    void revocationVoidsTheTokensThatWereGivenOut() throws Exception {
        String token =
                enrolments.invite(agents.find(agent.agentId()).orElseThrow()).token();
        enrolments.revoke(agent.agentId().value());
        String csr = AgentKeyPair.fresh().request();
        isRefused(
                "enrolment_token_invalid",
                () -> enrolments.enrol(new EnrolmentRequest(token, csr, null, Map.of(), null)));
    }

    private IssuedCertificate away(RenewalService service, AgentKeyPair signer) throws Exception {
        String csr = AgentKeyPair.fresh().request();
        return IssuedCertificate.parse(
                service.renew(new RenewalRequest(signer.tokenFor(csr, present.certificate()), csr)));
    }

    private RenewalService after(Duration time) {
        Clock later = Clock.offset(Clock.systemUTC(), time);
        return new RenewalService(authority, tokens, keys, trail, later, GRACE);
    }

    @Test
    void anAgentThatWasAwayRenewsWithinTheGraceByItsOldKey() throws Exception {
        Duration life = Duration.between(Clock.systemUTC().instant(), present.expiresAt());

        IssuedCertificate next = away(after(life.plus(GRACE).minusMinutes(1)), old);

        assertThat(keys.use(agent.agentId(), next.keyHash())).isEqualTo(next);
    }

    @Test
    void anAgentThatWasAwayTooLongMustBeEnrolledAgain() {
        Duration life = Duration.between(Clock.systemUTC().instant(), present.expiresAt());
        isRefused("agent_certificate_expired", () -> away(after(life.plus(GRACE).plusMinutes(1)), old));
    }

    @Test
    void onlyTheOldKeyItselfRenews() {
        isRefused("agent_token_invalid", () -> away(renewals, AgentKeyPair.fresh()));
    }
}
