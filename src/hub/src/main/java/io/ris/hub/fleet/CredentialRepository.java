package io.ris.hub.fleet;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.addEachToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The keys of the agents of the tenant in scope; each change is one atomic step. */
@HubService
class CredentialRepository {

    private static final String KEY = "key_hash";
    private static final String CERTIFICATE = "certificate";
    private static final String EXPIRES = "certificate_expires_at";
    private static final String NEXT_KEY = "next_key_hash";
    private static final String NEXT_CERTIFICATE = "next_certificate";
    private static final String REVOKED = "revoked_at";
    private static final String REVOKED_KEYS = "revoked_keys";

    private final Store store;

    @Inject
    CredentialRepository(Store store) {
        this.store = store;
    }

    Optional<AgentCredential> find(AgentId id) {
        Document agent = agents().find(eq("_id", id.value()))
                .projection(Projections.include(KEY, CERTIFICATE, NEXT_KEY, NEXT_CERTIFICATE, REVOKED, REVOKED_KEYS))
                .first();
        return Optional.ofNullable(agent).map(CredentialRepository::credential);
    }

    private static AgentCredential credential(Document agent) {
        return new AgentCredential(
                agent.getString(KEY),
                agent.getString(CERTIFICATE),
                agent.getString(NEXT_KEY),
                agent.getString(NEXT_CERTIFICATE),
                instant(agent.getDate(REVOKED)),
                agent.getList(REVOKED_KEYS, String.class, List.of()));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    /** Puts a key in place of all before it; false if the key was revoked, or the agent is gone. */
    boolean enrol(AgentId id, IssuedCertificate issued) {
        return update(
                and(eq("_id", id.value()), ne(REVOKED_KEYS, issued.keyHash())),
                combine(present(issued), unset(NEXT_KEY), unset(NEXT_CERTIFICATE), unset(REVOKED)));
    }

    /** Puts a key beside the present one; false if that is not the present one any more. */
    boolean prepare(AgentId id, String presentKeyHash, IssuedCertificate next) {
        return update(
                and(eq("_id", id.value()), eq(KEY, presentKeyHash)),
                combine(set(NEXT_KEY, next.keyHash()), set(NEXT_CERTIFICATE, next.pem())));
    }

    /** Makes the next key the present one; false if it is not the next one any more. */
    boolean promote(AgentId id, IssuedCertificate next) {
        return update(
                and(eq("_id", id.value()), eq(NEXT_KEY, next.keyHash())),
                combine(present(next), unset(NEXT_KEY), unset(NEXT_CERTIFICATE)));
    }

    /** Takes these keys away for good; false if the agent has others by now. */
    boolean revoke(AgentId id, AgentCredential known, Instant at) {
        return update(
                and(eq("_id", id.value()), eq(KEY, known.keyHash()), eq(NEXT_KEY, known.nextKeyHash())),
                combine(
                        unset(KEY),
                        unset(CERTIFICATE),
                        unset(EXPIRES),
                        unset(NEXT_KEY),
                        unset(NEXT_CERTIFICATE),
                        set(REVOKED, Date.from(at)),
                        addEachToSet(REVOKED_KEYS, known.keyHashes())));
    }

    private static Bson present(IssuedCertificate issued) {
        return combine(
                set(KEY, issued.keyHash()),
                set(CERTIFICATE, issued.pem()),
                set(EXPIRES, Date.from(issued.expiresAt())));
    }

    private boolean update(Bson filter, Bson change) {
        return agents().updateOne(filter, change).getMatchedCount() == 1;
    }

    private MongoCollection<Document> agents() {
        return store.ofTenant().commands().getCollection("agents");
    }
}
