package io.ris.hub.tenancy;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Tenants, in the platform's database: the one thing that must be found before a tenant is known. */
@HubService
class TenantRepository {

    private static final String COLLECTION = "tenants";

    private final Store store;

    @Inject
    TenantRepository(Store store) {
        this.store = store;
    }

    Optional<Tenant> find(TenantCode code) {
        return first(eq("code", code.value()));
    }

    Optional<Tenant> findById(String id) {
        return first(eq("_id", id));
    }

    private Optional<Tenant> first(Bson condition) {
        return Optional.ofNullable(collection().find(condition).first()).map(TenantRepository::tenant);
    }

    /** Every tenant that is not deleted. */
    List<Tenant> all() {
        return list(ne("status", TenantStatus.DELETED.wireName()));
    }

    List<Tenant> in(TenantStatus status) {
        return list(eq("status", status.wireName()));
    }

    private List<Tenant> list(Bson condition) {
        List<Tenant> found = new ArrayList<>();
        collection().find(condition).forEach(document -> found.add(tenant(document)));
        return found;
    }

    /**
     * By what a change shows.
     *
     * @param id of the tenant that has the code now
     */
    record Mark(String id, TenantStatus status, long revision) {}

    /** The marks of all tenants, those that are deleted too. */
    Map<TenantCode, Mark> marks() {
        Map<TenantCode, Mark> marks = new HashMap<>();
        collection()
                .find()
                .projection(Projections.include("code", "status", "revision"))
                .forEach(stored -> {
                    Long revision = stored.getLong("revision");
                    marks.put(
                            new TenantCode(stored.getString("code")),
                            new Mark(stored.getString("_id"), status(stored), revision == null ? 0 : revision));
                });
        return marks;
    }

    private static TenantStatus status(Document stored) {
        return TenantStatus.find(stored.getString("status")).orElse(TenantStatus.SUSPENDED);
    }

    /** @param status null for all but those that are deleted */
    Page<Tenant> page(@Nullable TenantStatus status, PageRequest request) {
        Bson condition =
                status == null ? ne("status", TenantStatus.DELETED.wireName()) : eq("status", status.wireName());
        String field = request.sort().field();
        List<Tenant> items = new ArrayList<>();
        collection()
                .find(condition)
                .sort(request.sort().descending() ? Sorts.descending(field) : Sorts.ascending(field))
                .skip((int) request.skip())
                .limit(request.perPage())
                .forEach(document -> items.add(tenant(document)));
        return new Page<>(items, collection().countDocuments(condition), request);
    }

    /** Stores a new tenant; false if there is one with the same code. */
    boolean insert(Tenant tenant) {
        return StoreFaults.stores(() -> collection().insertOne(document(tenant)));
    }

    /** Puts a changed tenant in place of the revision before it; false if it was changed since. */
    boolean update(Tenant changed) {
        Bson before = changed.revision() == 1
                ? and(eq("_id", changed.id()), eq("revision", null)) // stored by a hub that kept none
                : and(eq("_id", changed.id()), eq("revision", changed.revision() - 1));
        return collection().replaceOne(before, document(changed)).getMatchedCount() == 1;
    }

    /** Forgets a deleted tenant; its code may be used again. */
    void remove(Tenant tenant) {
        collection().deleteOne(and(eq("_id", tenant.id()), eq("revision", tenant.revision())));
    }

    private static Document document(Tenant tenant) {
        TenantProfile profile = tenant.profile();
        return new Document("_id", tenant.id())
                .append("code", tenant.tenantCode().value())
                .append("name", profile.name())
                .append("description", profile.description())
                .append("status", tenant.status().wireName())
                .append("database_info", profile.database() == null ? null : JsonTexts.write(profile.database()))
                .append("settings", JsonTexts.write(profile.settings()))
                .append("limits", JsonTexts.write(profile.limits()))
                .append("metadata", JsonTexts.write(profile.metadata()))
                .append("standing", JsonTexts.write(tenant.standing()))
                .append("created_at", Date.from(tenant.createdAt()))
                .append("updated_at", Date.from(tenant.updatedAt()))
                .append("revision", tenant.revision());
    }

    private static Tenant tenant(Document stored) {
        Instant createdAt = stored.getDate("created_at").toInstant();
        Date updatedAt = stored.getDate("updated_at");
        Long revision = stored.getLong("revision");
        return new Tenant(
                stored.getString("_id"),
                new TenantCode(stored.getString("code")),
                profile(stored),
                JsonTexts.read(
                        stored.getString("standing"),
                        TenantStanding.class,
                        TenantStanding.of(status(stored), createdAt)),
                createdAt,
                updatedAt == null ? createdAt : updatedAt.toInstant(),
                revision == null ? 0 : revision);
    }

    private static TenantProfile profile(Document stored) {
        String database = stored.getString("database_info");
        return new TenantProfile(
                stored.getString("name"),
                stored.getString("description"),
                JsonTexts.read(stored.getString("settings"), TenantSettings.class, TenantSettings.USUAL),
                JsonTexts.read(stored.getString("limits"), ResourceLimits.class, ResourceLimits.NONE),
                JsonTexts.read(
                        stored.getString("metadata"),
                        JsonNode.class,
                        Json.strict().createObjectNode()),
                database == null ? null : JsonTexts.read(database, TenantDatabase.class));
    }

    private MongoCollection<Document> collection() {
        return store.platform().commands().getCollection(COLLECTION);
    }
}
