package io.ris.hub.identity.users;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Lets a user choose a password, once.
 *
 * @param userId the user; a new invitation takes the place of the one before
 * @param tokenHash hash of the token
 * @param permissions what who invites may do, and so the user at most
 * @param expiresAt when it ends
 */
@Entity("invitations")
public record Invitation(
        @Id String userId,
        @Column("token_hash") String tokenHash,
        @Column("permissions") List<String> permissions,
        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt) {

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public Invitation {
        permissions = permissions == null ? List.of() : List.copyOf(permissions);
    }

    /** Whether who invites may do all this too. */
    boolean covers(Collection<String> others) {
        return permissions.containsAll(others);
    }
}
