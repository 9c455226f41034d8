package io.ris.hub.identity.keys;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.InstantAsDate;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
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

    /** All keys, in the order in which they sign. */
    List<SealedKey> all() {
        return Queries.<SealedKey>all(store.platform().entities(), "signing_keys", List.of()).stream()
                .sorted(Comparator.comparing(SealedKey::signsFrom))
                .toList();
    }

    /** Stores a key; false if another node was as quick with the key after the same one. */
    boolean insert(SealedKey key) {
        return StoreFaults.stores(() -> store.platform().entities().insert(key));
    }

    void reseal(SealedKey before, String sealed) {
        store.platform()
                .commands()
                .getCollection("signing_keys")
                .updateOne(and(eq("_id", before.id()), eq("sealed", before.sealed())), set("sealed", sealed));
    }

    void destroy(String id) {
        store.platform().entities().delete(SealedKey.class, id);
    }

    /**
     * A key as it is stored.
     *
     * @param id the key's id in tokens ({@code kid})
     * @param algorithm RS256 or ES256
     * @param sealed the private JWK, sealed with the platform's data key
     * @param signsFrom when nodes begin to sign with it; until then they only verify
     */
    @Entity("signing_keys")
    public record SealedKey(
            @Id String id,
            @Column("algorithm") String algorithm,
            @Column("sealed") String sealed,

            @Column("created_at") @Convert(InstantAsDate.class)
            Instant createdAt,

            @Column("signs_from") @Convert(InstantAsDate.class)
            Instant signsFrom) {

        /** Keys of the first version have neither. */
        @SuppressWarnings("ConstantValue")
        public SealedKey {
            algorithm = algorithm == null ? "RS256" : algorithm;
            signsFrom = signsFrom == null ? createdAt : signsFrom;
        }

        @Override
        public String toString() {
            return "SealedKey[" + id + "]";
        }
    }
}
