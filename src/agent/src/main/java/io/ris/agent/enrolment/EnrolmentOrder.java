package io.ris.agent.enrolment;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for with the pasted command.
 *
 * @param hub base URL of the hub
 * @param token one-time token
 * @param pins fingerprints of the hub's CA, one of which must be right
 * @param name name for the agent; null for the one that the hub has
 * @param labels labels to add
 * @param tenant tenant that the agent expects; null for the token's
 * @param signedTokens whether it will connect with signed tokens
 */
public record EnrolmentOrder(
        URI hub,
        String token,
        List<CaFingerprint> pins,
        @Nullable String name,
        Map<String, String> labels,
        @Nullable String tenant,
        boolean signedTokens) {

    public EnrolmentOrder {
        pins = List.copyOf(pins);
        labels = Map.copyOf(labels);
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("an enrolment needs the fingerprint of the hub's CA");
        }
    }

    @Override
    public String toString() {
        return "EnrolmentOrder[hub=" + hub + ", name=" + name + "]";
    }
}
