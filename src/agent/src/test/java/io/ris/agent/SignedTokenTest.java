package io.ris.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.AgentToken;
import io.ris.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How an agent shows who it is where its certificate does not get through. */
@Tag("process")
class SignedTokenTest extends AgentUnderTest {

    private static JsonNode part(String token, int index) throws IOException {
        return Json.lenient()
                .readTree(Base64.getUrlDecoder()
                        .decode(List.of(token.split("\\.", -1)).get(index)));
    }

    @Test
    void connectsWithAFreshTokenOfItsKeyEachTimeAndShowsNoCertificate() throws Exception {
        enrol("--signed-token");
        awaitConnected(1);
        hub.cut();
        awaitConnected(2);

        assertThat(hub.keys()).isEmpty();
        assertThat(hub.authorizations())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(header -> header.startsWith("Bearer "));
        String token = hub.authorizations().getLast().substring("Bearer ".length());
        JsonNode header = part(token, 0);
        assertThat(header.path("alg").asText()).isEqualTo("ES256");
        assertThat(header.path("typ").asText()).isEqualTo(AgentToken.TYPE);
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(header.path("x5c").path(0).asText())));
        certificate.verify(hub.ca().certificate().getPublicKey());
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(certificate.getPublicKey());
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1))))
                .isTrue();
        JsonNode claims = part(token, 1);
        assertThat(claims.path("sub").asText()).isEqualTo("agent-1");
        assertThat(claims.path("tenant_code").asText()).isEqualTo("default");
        assertThat(claims.path("aud").asText()).isEqualTo("CN=Test CA");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                .isEqualTo(AgentToken.LONGEST_LIFE.toSeconds());
        assertThat(claims.has(AgentToken.REQUEST)).isFalse();
    }

    @Test
    void remembersTheWayUntilToldOtherwise() {
        enrol("--signed-token");
        awaitConnected(1);
        cutShort();
        start();
        awaitConnected(2);
        assertThat(hub.keys()).isEmpty();

        cutShort();
        start("--signed-token=false");
        awaitConnected(3);
        assertThat(hub.keys()).hasSize(1);
    }
}
