package io.ris.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent sends to be enrolled and get its certificate ({@code POST /platform/v1/enroll}).
 *
 * @param token the one-time token of the enrolment command
 * @param csr PKCS #10 request in PEM with a P-256 key, signed by it (RFC 2986)
 * @param name the agent's name; null to keep the one that the operator gave
 * @param labels labels to add
 * @param tenantCode the tenant that the agent expects; null for the token's own
 */
public record EnrolmentRequest(
        String token,
        String csr,
        @Nullable String name,
        Map<String, String> labels,
        @Nullable String tenantCode) {

    /** The path at the hub. */
    public static final String PATH = "/platform/v1/enroll";

    public EnrolmentRequest {
        Frames.require(token, "token");
        Frames.require(csr, "csr");
        labels = Frames.map(labels);
    }

    @Override
    public String toString() {
        return "EnrolmentRequest[name=" + name + "]";
    }
}
