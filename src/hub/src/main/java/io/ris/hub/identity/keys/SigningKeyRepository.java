package io.ris.hub.identity.keys;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.InstantAsDate;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The keys that sign access tokens, in the platform's database: every node signs for every tenant. */
@HubService
class SigningKeyRepository {

    private final Store store;

    @Inject
    SigningKeyRepository(Store store) {
        this.store = store;
    }

    /** All keys, the oldest first. */
    List<SealedKey> all() {
        return Queries.<SealedKey>all(store.platform().entities(), "signing_keys", List.of()).stream()
                .sorted(Comparator.comparing(SealedKey::createdAt))
                .toList();
    }

    void insert(SealedKey key) {
        store.platform().entities().insert(key);
    }

    void reseal(SealedKey before, String sealed) {
        store.platform()
                .commands()
                .getCollection("signing_keys")
                .updateOne(and(eq("_id", before.id()), eq("sealed", before.sealed())), set("sealed", sealed));
    }

    /**
     * A key as it is stored.
     *
     * @param id the key's id in tokens ({@code kid})
     * @param sealed the private JWK, sealed with the platform's data key
     */
    @Entity("signing_keys")
    public record SealedKey(
            @Id String id,
            @Column("sealed") String sealed,

            @Column("created_at") @Convert(InstantAsDate.class)
            Instant createdAt) {}
}
