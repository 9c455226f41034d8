package io.ris.hub.fleet;

import io.ris.hub.platform.persistence.InstantAsDate;
import io.ris.protocol.AgentId;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's agent, as its tenant's database knows it.
 *
 * @param id the agent's id for ever ({@code unique_client_id})
 * @param number the integer id of the seeds, unique in the tenant
 * @param name unique in the tenant
 * @param host address or name of the machine, as the operator or the agent gave it
 * @param status {@code active} or {@code inactive}: an inactive one is given no new tasks
 * @param labels each {@code name=value}
 * @param certificateExpiresAt when its present certificate ends; null while it has none
 * @param revokedAt when it was cut off; null unless it is
 * @param capacity how many tasks it runs at once, as it last said, give or take some seconds; null where it never did
 * @param epoch raised with every connection
 * @param node the hub node that has its connection; null while there is none
 * @param sessionId its connection; null while there is none
 * @param disconnectReason why the last connection ended
 * @param schedulingState {@code active}, {@code paused} or {@code draining}; null for active
 * @param revision raised with every change by a person
 */
@Entity("agents")
public record Agent(
        @Id String id,
        @Column("number") int number,
        @Column("name") String name,
        @Column("description") @Nullable String description,
        @Column("host") @Nullable String host,
        @Column("status") String status,
        @Column("labels") List<String> labels,

        @Column("certificate_expires_at") @Convert(InstantAsDate.class) @Nullable
        Instant certificateExpiresAt,

        @Column("revoked_at") @Convert(InstantAsDate.class) @Nullable
        Instant revokedAt,

        @Column("version") @Nullable String version,
        @Column("os") @Nullable String os,
        @Column("arch") @Nullable String arch,
        @Column("capabilities") List<String> capabilities,
        @Column("capacity") @Nullable Integer capacity,
        @Column("epoch") long epoch,
        @Column("node") @Nullable String node,
        @Column("session_id") @Nullable String sessionId,

        @Column("last_seen") @Convert(InstantAsDate.class) @Nullable
        Instant lastSeen,

        @Column("disconnect_reason") @Nullable String disconnectReason,
        @Column("scheduling") @Nullable String schedulingState,
        @Column("scheduling_reason") @Nullable String schedulingReason,

        @Column("scheduling_since") @Convert(InstantAsDate.class) @Nullable
        Instant schedulingSince,

        @Column("drain_deadline") @Convert(InstantAsDate.class) @Nullable
        Instant drainDeadline,

        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,
        @Column("updated_at") @Convert(InstantAsDate.class) Instant updatedAt,
        @Column("revision") long revision) {

    /** The status of an agent that is given tasks. */
    public static final String ACTIVE = "active";

    /** The status of an agent that is given none. */
    public static final String INACTIVE = "inactive";

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public Agent {
        labels = labels == null ? List.of() : List.copyOf(labels);
        capabilities = capabilities == null ? List.of() : List.copyOf(capabilities);
    }

    /** The id as a typed value. */
    public AgentId agentId() {
        return new AgentId(id);
    }

    /** Whether it offers tasks of a type, as far as it has said so. */
    public boolean canDo(String type) {
        return capabilities.isEmpty() || capabilities.contains(type);
    }

    /** Whether it is given tasks now, as operators want it. */
    public Scheduling scheduling() {
        return Scheduling.State.find(schedulingState)
                .map(state -> new Scheduling(state, schedulingReason, schedulingSince, drainDeadline))
                .orElse(Scheduling.ACTIVE);
    }

    /** Whether it may be given tasks. */
    public boolean isActive() {
        return ACTIVE.equals(status);
    }
}
