package io.ris.hub.fleet.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class EnrolmentServiceIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private EnrolmentService enrolments;

    @Inject
    private HubAddress address;

    @Inject
    private AgentService agents;

    private Agent agent;
    private String token;
    private AgentKeyPair key;

    @BeforeEach
    void invite() throws Exception {
        TenantScope.enter(TENANT);
        agent = agents.add("agent-" + System.nanoTime(), null, null, List.of());
        token = enrolments.invite(agent).token();
        TenantScope.leave();
        key = AgentKeyPair.fresh();
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    private static EnrolmentRequest request(String token, AgentKeyPair key, String tenant) throws Exception {
        return new EnrolmentRequest(token, key.request(), null, Map.of(), tenant);
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    private void isRefused(String slug, EnrolmentRequest request) {
        assertThatThrownBy(() -> enrolments.enrol(request))
                .isInstanceOfSatisfying(
                        HubException.class,
                        fault -> assertThat(fault.type().slug()).isEqualTo(slug));
    }

    @Test
    void aTokenAndARequestGiveACertificateOfTheCa() throws Exception {
        EnrolmentAnswer answer = enrolments.enrol(request(token, key, null));
        X509Certificate certificate = certificate(answer.clientCert());
        certificate.verify(certificate(answer.caCert()).getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getPublicKey()).isEqualTo(key.keys().getPublic());
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(CertificateAuthority.subject(certificate)).contains(new AgentKey(TENANT, agent.agentId()));
        assertThat(address.fingerprint()).matches("sha256:[0-9a-f]{64}");
        assertThat(answer.renewAfter()).isPositive();
    }

    @Test
    void theSameTokenAndKeyGiveTheSameAnswerAgain() throws Exception {
        assertThat(enrolments.enrol(request(token, key, null))).isEqualTo(enrolments.enrol(request(token, key, null)));
    }

    @Test
    void aUsedTokenIsNoGoodForAnotherKey() throws Exception {
        enrolments.enrol(request(token, key, null));
        isRefused("enrolment_token_invalid", request(token, AgentKeyPair.fresh(), null));
    }

    @Test
    void aNewInvitationVoidsTheOneBefore() throws Exception {
        TenantScope.run(TENANT, () -> enrolments.invite(agent));
        isRefused("enrolment_token_invalid", request(token, key, null));
    }

    @Test
    void anInvitationEndsWithItsAgent() throws Exception {
        TenantScope.run(TENANT, () -> agents.delete(agent.id(), null));
        isRefused("enrolment_token_invalid", request(token, key, null));
    }

    @Test
    void aTokenThatIsNoneIsRefused() throws Exception {
        for (String wrong : List.of("", ".", "default", "default.", "nowhere.x", "default.x", token + "x", "De.x")) {
            isRefused("enrolment_token_invalid", request(wrong, key, null));
        }
    }

    @Test
    void theTenantThatTheAgentExpectsMustBeTheTokens() throws Exception {
        isRefused("tenant_mismatch", request(token, key, "other"));
        assertThat(enrolments.enrol(request(token, key, "default")).tenantCode())
                .isEqualTo("default");
    }

    @Test
    void whoIsRefusedLeavesTheTokenUnused() throws Exception {
        isRefused("invalid_request", new EnrolmentRequest(token, "no request", null, Map.of(), null));
        assertThat(enrolments.enrol(request(token, key, null)).agentId()).isEqualTo(agent.agentId());
    }
}
