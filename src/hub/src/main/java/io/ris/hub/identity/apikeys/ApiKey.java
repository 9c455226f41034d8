package io.ris.hub.identity.apikeys;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored.
 *
 * @param id 32 hexadecimal digits, a part of the key
 * @param userId its owner
 * @param name for people
 * @param prefix how the key begins, to tell it from others
 * @param secretHash SHA-256 of the whole key
 * @param scopes permissions that it was made for
 * @param probe whether it has the role {@code probe}, and no scopes
 * @param agents ids of the agents that a probe may report for
 * @param agentPattern pattern of further ones, {@code *} standing for any text; null for none
 * @param firstAgents agents are added to {@code agents} as they are reported first, until it holds so many
 * @param expiresAt null for never
 * @param lastUsedAt give or take a minute; null before the first use
 */
@Entity("api_keys")
public record ApiKey(
        @Id String id,
        @Column("user_id") String userId,
        @Column("name") String name,
        @Column("prefix") String prefix,
        @Column("secret_hash") String secretHash,
        @Column("scopes") List<String> scopes,
        @Column("probe") boolean probe,
        @Column("agents") List<String> agents,
        @Column("agent_pattern") @Nullable String agentPattern,
        @Column("first_agents") int firstAgents,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,

        @Column("expires_at") @Convert(InstantAsDate.class) @Nullable
        Instant expiresAt,

        @Column("last_used_at") @Convert(InstantAsDate.class) @Nullable
        Instant lastUsedAt) {

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public ApiKey {
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
        agents = agents == null ? List.of() : List.copyOf(agents);
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
