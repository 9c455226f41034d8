package io.ris.hub.platform.edge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a request came in: on whose account, by what proof.
 *
 * @param payer whose account it is on; null if it is not limited
 * @param credential what it showed to prove who it is; null for nothing
 * @param asked what the account said; null if it is not limited
 */
public record Admission(
        @Nullable Requester payer,
        @Nullable String credential,
        @Nullable Allowance asked) {

    static final Admission UNLIMITED = new Admission(null, null, null);

    /** What the account said; empty if the request is not limited. */
    public Optional<Allowance> allowance() {
        return Optional.ofNullable(asked);
    }

    @Override
    public String toString() {
        return "Admission[" + payer + ", " + asked + "]";
    }
}
