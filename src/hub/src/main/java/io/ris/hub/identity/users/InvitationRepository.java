package io.ris.hub.identity.users;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** The invitations of the tenant in scope that were not taken yet. */
@HubService
class InvitationRepository {

    private final Store store;

    @Inject
    InvitationRepository(Store store) {
        this.store = store;
    }

    void put(Invitation invitation) {
        collection()
                .updateOne(
                        eq("_id", invitation.userId()),
                        combine(
                                set("token_hash", invitation.tokenHash()),
                                set("permissions", invitation.permissions()),
                                set("expires_at", Date.from(invitation.expiresAt()))),
                        new UpdateOptions().upsert(true));
    }

    Optional<Invitation> find(String userId) {
        return store.ofTenant().entities().find(Invitation.class, userId);
    }

    /** Takes an invitation away; false if it is gone already. */
    boolean take(Invitation invitation) {
        return collection()
                        .deleteOne(and(eq("_id", invitation.userId()), eq("token_hash", invitation.tokenHash())))
                        .getDeletedCount()
                == 1;
    }

    void delete(String userId) {
        collection().deleteOne(eq("_id", userId));
    }

    void prune(Instant before) {
        collection().deleteMany(lt("expires_at", Date.from(before)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("invitations");
    }
}
