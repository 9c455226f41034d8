package io.ris.protocol;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchange by which an agent gets its certificate ({@code POST /platform/v1/enroll}). */
public final class Enrolment {

    /** The path at the hub. */
    public static final String PATH = "/platform/v1/enroll";

    private Enrolment() {}

    /**
     * What an agent sends to be enrolled.
     *
     * @param token the one-time token of the enrolment command
     * @param csr PKCS #10 request in PEM with a P-256 key, signed by it (RFC 2986)
     * @param name the agent's name; null to keep the one that the operator gave
     * @param labels labels to add
     * @param tenantCode the tenant that the agent expects; null for the token's own
     */
    public record Request(
            String token,
            String csr,
            @Nullable String name,
            Map<String, String> labels,
            @Nullable String tenantCode) {

        public Request {
            Frames.require(token, "token");
            Frames.require(csr, "csr");
            labels = Frames.map(labels);
        }

        @Override
        public String toString() {
            return "Enrolment.Request[name=" + name + "]";
        }
    }

    /**
     * What it gets.
     *
     * @param agentId who the agent is from now on
     * @param clientCert its certificate in PEM
     * @param caCert the hub's CA in PEM
     * @param websocketPath where to connect
     * @param renewAfter when to ask for the next certificate, from now, in seconds
     */
    public record Answer(
            AgentId agentId,
            String tenantCode,
            String name,
            String clientCert,
            String caCert,
            String websocketPath,
            Duration renewAfter) {}
}
