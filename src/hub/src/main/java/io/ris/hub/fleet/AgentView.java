package io.ris.hub.fleet;

import io.ris.protocol.AgentFrame;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the API shows it (seed 000, "Get All RIS Clients").
 *
 * @param id the integer id
 * @param uniqueClientId the agent's id for ever
 * @param connectionStatus {@code connected} or {@code disconnected}
 * @param createdDate milliseconds since the epoch, as in the seed
 * @param updatedDate milliseconds since the epoch, as in the seed
 * @param certificateExpiresAt when its present certificate ends; it is renewed long before
 * @param revokedAt when it was cut off; it comes back with a new enrolment token
 * @param scheduling whether it is given tasks now
 * @param enrolment how to enrol it; only in the answer that made the token
 */
public record AgentView(
        int id,
        String name,
        @Nullable String description,
        @Nullable String host,
        String status,
        String connectionStatus,
        @Nullable String disconnectReason,
        @Nullable String version,
        @Nullable String os,
        @Nullable String arch,
        String uniqueClientId,
        String tenantCode,
        Map<String, String> labels,
        long createdDate,
        long updatedDate,
        @Nullable Instant lastSeen,
        @Nullable Instant certificateExpiresAt,
        @Nullable Instant revokedAt,
        List<String> capabilities,
        SchedulingView scheduling,
        AgentFrame.@Nullable ResourceUsage resourceUsage,
        @Nullable EnrolmentView enrolment) {

    /**
     * Whether an agent is given tasks.
     *
     * @param state {@code active}, {@code paused} or {@code draining}
     * @param since when that was last changed; null if never
     * @param deadline when what still runs on a draining agent is cancelled; null for never
     */
    public record SchedulingView(
            String state,
            @Nullable String reason,
            @Nullable Instant since,
            @Nullable Instant deadline) {

        static SchedulingView of(Scheduling scheduling) {
            return new SchedulingView(
                    scheduling.state().wireName(), scheduling.reason(), scheduling.since(), scheduling.deadline());
        }
    }

    /**
     * How to enrol an agent.
     *
     * @param token good once, until it expires
     * @param caFingerprint what the agent pins
     * @param command to paste on the machine
     */
    public record EnrolmentView(String token, Instant expiresAt, String caFingerprint, String command) {}
}
