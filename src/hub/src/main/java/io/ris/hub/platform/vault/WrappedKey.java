package io.ris.hub.platform.vault;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data key as it is stored.
 *
 * @param id owner and version
 * @param owner a tenant's code, or {@code *} for what is the platform's
 * @param version from 1; the highest seals, all open
 * @param wrapped the key, wrapped with the master key; null once it was destroyed
 */
@Entity("data_keys")
public record WrappedKey(
        @Id String id,
        @Column("owner") String owner,
        @Column("version") int version,
        @Column("wrapped") @Nullable String wrapped,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt) {

    static WrappedKey of(String owner, int version, String wrapped, Instant createdAt) {
        return new WrappedKey(owner + "/" + version, owner, version, wrapped, createdAt);
    }

    /** What the wrapping authenticates: a key in another's place does not unwrap. */
    static String place(String owner, int version) {
        return "data_keys/" + owner + "/" + version;
    }

    String place() {
        return place(owner, version);
    }

    @Override
    public String toString() {
        return "WrappedKey[" + id + "]";
    }
}
