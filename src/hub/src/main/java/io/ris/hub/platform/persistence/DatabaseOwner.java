package io.ris.hub.platform.persistence;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.ris.hub.platform.TenantCode;
import java.util.Optional;
import org.bson.Document;

/**
 * Whose a tenant's database is, as the database itself says: one server may be known under several names, and no other tenant may
 * be given it under any.
 */
public final class DatabaseOwner {

    private static final Document KEY = new Document("_id", "tenant");

    private DatabaseOwner() {}

    /** Whose it is; nothing where nobody has had it. */
    static Optional<String> of(MongoDatabase database) {
        return Optional.ofNullable(collection(database).find(KEY).first()).map(owner -> owner.getString("code"));
    }

    /**
     * Enters a tenant as the owner, unless there is one.
     *
     * @return false if it is another's
     */
    public static boolean claim(MongoDatabase database, TenantCode tenant) {
        return StoreFaults.stores(
                        () -> collection(database).insertOne(new Document(KEY).append("code", tenant.value())))
                || of(database).equals(Optional.of(tenant.value()));
    }

    private static MongoCollection<Document> collection(MongoDatabase database) {
        return database.getCollection("owner");
    }
}
