package io.ris.hub.fleet.enrolment;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import jakarta.nosql.Column;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.util.Optional;

/** The CA, in the platform's database: every node must be able to sign. */
@HubService
class AuthorityRepository {

    private static final String ID = "agents";

    private final Store store;

    @Inject
    AuthorityRepository(Store store) {
        this.store = store;
    }

    Optional<StoredAuthority> find() {
        return store.platform().entities().find(StoredAuthority.class, ID);
    }

    void insertIfAbsent(String certificate, String sealedKey) {
        try {
            store.platform().entities().insert(new StoredAuthority(ID, certificate, sealedKey));
        } catch (RuntimeException e) {
            if (!StoreFaults.isDuplicate(e)) {
                throw e;
            }
        }
    }

    void reseal(StoredAuthority before, String sealedKey) {
        store.platform()
                .commands()
                .getCollection("authorities")
                .updateOne(and(eq("_id", ID), eq("sealed_key", before.sealedKey())), set("sealed_key", sealedKey));
    }

    /**
     * The CA as it is stored.
     *
     * @param certificate DER in base64
     * @param sealedKey the private key (PKCS #8 in base64), sealed with the platform's data key
     */
    @Entity("authorities")
    public record StoredAuthority(
            @Id String id,
            @Column("certificate") String certificate,
            @Column("sealed_key") String sealedKey) {}
}
