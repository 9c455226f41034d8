package io.ris.protocol;

/**
 * What an agent sends whose certificate ended while it was away ({@code POST /platform/v1/enroll/renew}).
 *
 * @param token agent token ({@link AgentToken}) over the old key and this request
 * @param csr PKCS #10 request in PEM for a new P-256 key, signed by it (RFC 2986)
 */
public record RenewalRequest(String token, String csr) {

    /** The path below that of enrolment. */
    public static final String RESOURCE = "/renew";

    /** The path at the hub. */
    public static final String PATH = EnrolmentRequest.PATH + RESOURCE;

    public RenewalRequest {
        Frames.require(token, "token");
        Frames.require(csr, "csr");
    }

    @Override
    public String toString() {
        return "RenewalRequest";
    }
}
