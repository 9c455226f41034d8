package io.ris.hub.audit.chain;

import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The trail of the tenant in scope. */
@HubService
class ChainRepository {

    private final Store store;

    @Inject
    ChainRepository(Store store) {
        this.store = store;
    }

    ChainStore chains() {
        return new Chains(store.ofTenant().commands());
    }

    /** The chains of one database: everything is found by ranges of ids, which both kinds of store read in place. */
    static final class Chains implements ChainStore {

        private static final int MOST_STRANGERS = 100;
        private static final Pattern NODE = Pattern.compile("[A-Za-z0-9-]{1,64}");

        private final MongoCollection<Document> links;
        private final MongoCollection<Document> cuts;

        Chains(MongoDatabase database) {
            links = database.getCollection("audit");
            cuts = database.getCollection("audit_cuts");
        }

        @Override
        public void append(List<ChainRecord> added) {
            links.insertMany(added.stream().map(LinkDocument::of).toList());
        }

        @Override
        public List<String> chains() {
            List<String> chains = new ArrayList<>();
            walk(chains, new ArrayList<>());
            return chains;
        }

        @Override
        public List<String> strangers() {
            List<String> strangers = new ArrayList<>();
            walk(new ArrayList<>(), strangers);
            links.find(new Document("_id", new Document("$not", new Document("$type", "string"))))
                    .projection(new Document("_id", 1))
                    .limit(MOST_STRANGERS)
                    .forEach(stranger -> strangers.add(String.valueOf(stranger.get("_id"))));
            return strangers;
        }

        /** From chain to chain, without reading what is in them. */
        private void walk(List<String> chains, List<String> strangers) {
            Optional<String> id = firstId("$gte", "");
            while (id.isPresent() && strangers.size() < MOST_STRANGERS) {
                String chain = StoredLink.chainOf(id.get());
                if (id.get().startsWith(StoredLink.before(chain))
                        && NODE.matcher(chain).matches()) {
                    chains.add(chain);
                    id = firstId("$gte", StoredLink.behind(chain));
                } else {
                    strangers.add(id.get());
                    id = firstId("$gt", id.get());
                }
            }
        }

        private Optional<String> firstId(String comparison, String bound) {
            return Optional.ofNullable(links.find(new Document("_id", new Document(comparison, bound)))
                            .projection(new Document("_id", 1))
                            .sort(ascending("_id"))
                            .first())
                    .map(found -> found.getString("_id"));
        }

        @Override
        public List<StoredLink> after(String chain, String id, String upTo, int limit) {
            Document range = new Document("$gt", id).append("$lte", upTo);
            return read(links.find(new Document("_id", range)).sort(ascending("_id")), limit);
        }

        @Override
        public List<StoredLink> before(String chain, long seq, RecordFilter filter, int limit) {
            Document range = new Document("$gte", StoredLink.before(chain)).append("$lt", StoredLink.id(chain, seq));
            return read(links.find(conditions(filter).append("_id", range)).sort(descending("_id")), limit);
        }

        @Override
        public long count(RecordFilter filter) {
            return links.countDocuments(conditions(filter));
        }

        private static List<StoredLink> read(FindIterable<Document> found, int limit) {
            return found.limit(limit)
                    .batchSize(limit)
                    .map(document -> new StoredLink(document.getString("_id"), LinkDocument.read(document)))
                    .into(new ArrayList<>());
        }

        @Override
        public boolean holds(String chain, String eventId) {
            return links.find(new Document("event_id", eventId).append("chain", chain))
                            .first()
                    != null;
        }

        private static Document conditions(RecordFilter filter) {
            Document conditions = new Document();
            equal(conditions, "kind", filter.kind());
            equal(conditions, "resource", filter.resource());
            equal(conditions, "result", filter.result());
            equal(conditions, "ip", filter.ip());
            equal(conditions, "session", filter.session());
            equal(conditions, "request_id", filter.requestId());
            action(conditions, filter.action());
            if (filter.user() != null) {
                conditions.append(
                        "$or", List.of(new Document("user", filter.user()), new Document("user_id", filter.user())));
            }
            time(conditions, filter);
            return conditions;
        }

        private static void equal(Document conditions, String field, @Nullable String value) {
            if (value != null) {
                conditions.append(field, value);
            }
        }

        private static void action(Document conditions, @Nullable String action) {
            if (action != null && action.endsWith("*")) {
                String prefix = action.substring(0, action.length() - 1);
                conditions.append("action", new Document("$gte", prefix).append("$lt", prefix + '\uffff'));
            } else {
                equal(conditions, "action", action);
            }
        }

        private static void time(Document conditions, RecordFilter filter) {
            Document range = new Document();
            if (filter.from() != null) {
                range.append("$gte", Date.from(filter.from()));
            }
            if (filter.to() != null) {
                range.append("$lt", Date.from(filter.to()));
            }
            if (!range.isEmpty()) {
                conditions.append("timestamp", range);
            }
        }

        @Override
        public Optional<Cut> cut(String chain) {
            return Optional.ofNullable(cuts.find(new Document("_id", chain)).first())
                    .map(Chains::cut);
        }

        @Override
        public Set<String> cutChains() {
            return cuts.find()
                    .projection(new Document("_id", 1))
                    .map(cut -> String.valueOf(cut.get("_id")))
                    .into(new TreeSet<>());
        }

        private static Cut cut(Document stored) {
            return new Cut(
                    stored.getString("_id"),
                    stored.getLong("first_seq"),
                    stored.getString("prev"),
                    stored.getDate("at").toInstant(),
                    stored.getString("mac"));
        }

        @Override
        public void cut(Cut cut) {
            note(cut);
            links.deleteMany(new Document(
                    "_id",
                    new Document("$gte", StoredLink.before(cut.chain()))
                            .append("$lt", StoredLink.id(cut.chain(), cut.firstSeq()))));
        }

        private void note(Cut cut) {
            Document earlier =
                    new Document("_id", cut.chain()).append("first_seq", new Document("$lt", cut.firstSeq()));
            Document later = new Document(Map.of(
                    "_id", cut.chain(),
                    "first_seq", cut.firstSeq(),
                    "prev", cut.prev(),
                    "at", Date.from(cut.at()),
                    "mac", cut.mac()));
            try {
                cuts.replaceOne(earlier, later, new ReplaceOptions().upsert(true));
            } catch (RuntimeException e) {
                if (!StoreFaults.isDuplicate(e)) {
                    throw e;
                }
                // Another node has cut as far, or further.
            }
        }
    }

    /** A link as a document: these fields, of these types, and no others. */
    private static final class LinkDocument {

        private static final Set<String> NEEDED = Set.of(
                "_id",
                "chain",
                "seq",
                "event_id",
                "timestamp",
                "kind",
                "action",
                "resource",
                "result",
                "details",
                "prev",
                "mac");
        private static final Set<String> OPTIONAL =
                Set.of("tenant", "user", "user_id", "ip", "user_agent", "session", "request_id");

        static Document of(ChainRecord link) {
            AuditRecord event = link.event();
            Document document = new Document("_id", StoredLink.id(link.chain(), link.seq()))
                    .append("chain", link.chain())
                    .append("seq", link.seq())
                    .append("event_id", event.eventId())
                    .append("timestamp", Date.from(event.timestamp()))
                    .append("tenant", event.tenant())
                    .append("kind", event.kind())
                    .append("user", event.user())
                    .append("user_id", event.userId())
                    .append("action", event.action())
                    .append("resource", event.resource())
                    .append("ip", event.ip())
                    .append("user_agent", event.userAgent())
                    .append("session", event.session())
                    .append("request_id", event.requestId())
                    .append("result", event.result())
                    .append("details", event.details())
                    .append("prev", link.prev())
                    .append("mac", link.mac());
            document.values().removeIf(Objects::isNull);
            return document;
        }

        static @Nullable ChainRecord read(Document stored) {
            if (!isWhole(stored)) {
                return null;
            }
            AuditRecord event = new AuditRecord(
                    stored.getString("event_id"),
                    stored.getDate("timestamp").toInstant(),
                    stored.getString("tenant"),
                    stored.getString("kind"),
                    stored.getString("user"),
                    stored.getString("user_id"),
                    stored.getString("action"),
                    stored.getString("resource"),
                    stored.getString("ip"),
                    stored.getString("user_agent"),
                    stored.getString("session"),
                    stored.getString("request_id"),
                    stored.getString("result"),
                    stored.getString("details"));
            return new ChainRecord(
                    event,
                    stored.getString("chain"),
                    stored.getLong("seq"),
                    stored.getString("prev"),
                    stored.getString("mac"));
        }

        private static boolean isWhole(Document stored) {
            return stored.keySet().containsAll(NEEDED)
                    && stored.keySet().stream().allMatch(field -> NEEDED.contains(field) || OPTIONAL.contains(field))
                    && stored.entrySet().stream()
                            .allMatch(field -> type(field.getKey()).isInstance(field.getValue()));
        }

        private static Class<?> type(String field) {
            return switch (field) {
                case "seq" -> Long.class;
                case "timestamp" -> Date.class;
                default -> String.class;
            };
        }
    }
}
