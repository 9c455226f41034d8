package io.ris.hub.identity.mfa;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** The second factors of the tenant in scope. */
@HubService
class SecondFactorRepository {

    private static final String COLLECTION = "second_factors";

    private final Store store;

    @Inject
    SecondFactorRepository(Store store) {
        this.store = store;
    }

    Optional<SecondFactor> find(String userId) {
        return store.ofTenant().entities().find(SecondFactor.class, userId);
    }

    void put(SecondFactor factor) {
        collection()
                .updateOne(
                        eq("_id", factor.userId()),
                        combine(
                                set("sealed_secret", factor.sealedSecret()),
                                set("confirmed", factor.confirmed()),
                                set("last_step", factor.lastStep()),
                                set("recovery_codes", factor.recoveryCodes())),
                        new UpdateOptions().upsert(true));
    }

    /** Takes the code of a period; false if it, or a later one, was taken before. */
    boolean take(SecondFactor factor, long step) {
        return collection()
                        .updateOne(
                                and(
                                        eq("_id", factor.userId()),
                                        eq("sealed_secret", factor.sealedSecret()),
                                        lt("last_step", step)),
                                set("last_step", step))
                        .getModifiedCount()
                == 1;
    }

    /** Takes a recovery code; false if there is none with this hash, or not any more. */
    boolean takeRecoveryCode(String userId, String hash) {
        return collection()
                        .updateOne(and(eq("_id", userId), eq("recovery_codes", hash)), pull("recovery_codes", hash))
                        .getModifiedCount()
                == 1;
    }

    List<SecondFactor> sealedOtherwiseThan(String prefix) {
        return Queries.<SecondFactor>all(store.ofTenant().entities(), COLLECTION, List.of()).stream()
                .filter(factor -> !factor.sealedSecret().startsWith(prefix))
                .toList();
    }

    void reseal(SecondFactor before, String sealed) {
        collection()
                .updateOne(
                        and(eq("_id", before.userId()), eq("sealed_secret", before.sealedSecret())),
                        set("sealed_secret", sealed));
    }

    void confirm(String userId, List<String> recoveryCodes) {
        collection()
                .updateOne(
                        eq("_id", userId),
                        combine(set("confirmed", true), set("recovery_codes", List.copyOf(recoveryCodes))));
    }

    void delete(String userId) {
        collection().deleteOne(eq("_id", userId));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
