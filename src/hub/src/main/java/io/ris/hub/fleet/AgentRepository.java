package io.ris.hub.fleet;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.eclipse.jnosql.communication.semistructured.Element;
import org.jspecify.annotations.Nullable;

/** The agents of the tenant in scope. */
@HubService
class AgentRepository {

    private static final String COLLECTION = "agents";

    private final Store store;

    @Inject
    AgentRepository(Store store) {
        this.store = store;
    }

    Optional<Agent> find(AgentId id) {
        return store.ofTenant().entities().find(Agent.class, id.value());
    }

    Optional<Agent> findBy(String field, Object value) {
        return Queries.<Agent>all(store.ofTenant().entities(), COLLECTION, List.of(CriteriaCondition.eq(field, value)))
                .stream()
                .findFirst();
    }

    List<Agent> all() {
        return Queries.all(store.ofTenant().entities(), COLLECTION, List.of());
    }

    /** The ids of all agents. */
    Set<AgentId> ids() {
        return collection()
                .find()
                .projection(Projections.include("_id"))
                .map(AgentRepository::id)
                .into(new HashSet<>());
    }

    /** Those of some agents that drain, and whose deadline has come. */
    Set<AgentId> overdue(Collection<AgentId> some, Instant now) {
        Bson drainsTooLong = and( // whoever compares one after the other is done with most before it comes to the list
                eq("scheduling", Scheduling.State.DRAINING.wireName()),
                lte("drain_deadline", Date.from(now)),
                in("_id", some.stream().map(AgentId::value).toList()));
        return collection()
                .find(drainsTooLong)
                .projection(Projections.include("_id"))
                .map(AgentRepository::id)
                .into(new HashSet<>());
    }

    private static AgentId id(Document agent) {
        return new AgentId(agent.getString("_id"));
    }

    /** Agents that are to work, were connected once, and have their connection on none of these nodes. */
    List<AgentOutline> absent(Set<String> liveNodes) {
        Bson expected = and(eq("status", Agent.ACTIVE), ne("last_seen", null), eq("revoked_at", null));
        return outlines(and(nin("node", liveNodes), expected), "last_seen");
    }

    /** Agents that an operator has put in a state. */
    List<AgentOutline> scheduledAs(Scheduling.State state) {
        return outlines(eq("scheduling", state.wireName()), "scheduling_since");
    }

    /** Found by the store and not mapped whole: it is asked every few seconds, and most are not meant. */
    private List<AgentOutline> outlines(Bson which, String since) {
        return collection()
                .find(which)
                .projection(Projections.include("name", "labels", since))
                .map(agent -> outline(agent, agent.getDate(since)))
                .into(new ArrayList<>());
    }

    private static AgentOutline outline(Document agent, @Nullable Date since) {
        return new AgentOutline(
                agent.getString("_id"),
                agent.getString("name"),
                Labels.toMap(labels(agent)),
                since == null ? null : since.toInstant());
    }

    /** JNoSQL stores an empty list as an empty document. */
    private static List<String> labels(Document agent) {
        return agent.get("labels") instanceof List<?> ? agent.getList("labels", String.class) : List.of();
    }

    Page<Agent> page(AgentFilter filter, Set<String> liveNodes, PageRequest request) {
        return Queries.page(store.ofTenant().entities(), COLLECTION, conditions(filter, liveNodes), request);
    }

    private static List<CriteriaCondition> conditions(AgentFilter filter, Set<String> liveNodes) {
        List<CriteriaCondition> conditions = new ArrayList<>();
        if (filter.status() != null) {
            conditions.add(CriteriaCondition.eq("status", filter.status()));
        }
        if (filter.label() != null) {
            conditions.add(CriteriaCondition.eq("labels", filter.label()));
        }
        if (filter.connectionStatus() != null) {
            CriteriaCondition connected = CriteriaCondition.in("node", List.copyOf(liveNodes));
            conditions.add("connected".equals(filter.connectionStatus()) ? connected : connected.negate());
        }
        if (filter.text() != null) {
            conditions.add(CriteriaCondition.or(
                    contains("name", filter.text()),
                    contains("description", filter.text()),
                    contains("host", filter.text())));
        }
        return conditions;
    }

    private static CriteriaCondition contains(String field, String text) {
        return CriteriaCondition.contains(Element.of(field, text));
    }

    /** The next integer id of this tenant. */
    int nextNumber() {
        Document counter = store.ofTenant()
                .commands()
                .getCollection("counters")
                .findOneAndUpdate(
                        eq("_id", COLLECTION),
                        inc("value", 1),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        if (counter == null) {
            throw new IllegalStateException("the store did not return the counter it raised");
        }
        return counter.getInteger("value");
    }

    void insert(Agent agent) {
        store.ofTenant().entities().insert(agent);
    }

    /** How many agents there are, give or take those that come and go; not counted one by one, which takes the longer the more. */
    long count() {
        return collection().estimatedDocumentCount();
    }

    /** Puts a changed agent's own fields in place of those of one revision; false if it was changed since. */
    boolean update(Agent changed, long revision) {
        return collection()
                        .updateOne(
                                and(eq("_id", changed.id()), eq("revision", revision)),
                                combine(
                                        set("name", changed.name()),
                                        set("description", changed.description()),
                                        set("host", changed.host()),
                                        set("status", changed.status()),
                                        set("labels", changed.labels()),
                                        set("updated_at", Date.from(changed.updatedAt())),
                                        inc("revision", 1L)))
                        .getMatchedCount()
                == 1;
    }

    /** Says whether an agent is given tasks; false if it was changed since it was read. */
    boolean schedule(Agent agent, Scheduling scheduling, Instant at) {
        return collection()
                        .updateOne(
                                and(eq("_id", agent.id()), eq("revision", agent.revision())),
                                combine(
                                        set("scheduling", scheduling.state().wireName()),
                                        set("scheduling_reason", scheduling.reason()),
                                        set("scheduling_since", Date.from(at)),
                                        set("drain_deadline", date(scheduling.deadline())),
                                        set("updated_at", Date.from(at)),
                                        inc("revision", 1L)))
                        .getMatchedCount()
                == 1;
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    boolean delete(AgentId id) {
        return collection().deleteOne(eq("_id", id.value())).getDeletedCount() == 1;
    }

    /** Gives the agent's connection to a node and raises the epoch above all that agent and store have seen. */
    Optional<Long> connect(AgentFrame.Hello hello, String node, String sessionId, Instant at) {
        Bson id = eq("_id", hello.agentId().value());
        collection().updateOne(id, max("epoch", hello.highestEpoch()));
        Document agent = collection()
                .findOneAndUpdate(
                        id,
                        combine(
                                inc("epoch", 1L),
                                set("node", node),
                                set("session_id", sessionId),
                                set("last_seen", Date.from(at)),
                                set("version", hello.version()),
                                set("os", hello.host().os()),
                                set("arch", hello.host().arch()),
                                set("capabilities", List.copyOf(hello.capabilities())),
                                set("capacity", hello.capacity()),
                                unset("disconnect_reason")),
                        new FindOneAndUpdateOptions()
                                .projection(Projections.include("epoch"))
                                .returnDocument(ReturnDocument.AFTER));
        return Optional.ofNullable(agent).map(document -> document.getLong("epoch"));
    }

    /** Ends a connection, unless the agent has another one by now. */
    void disconnect(AgentId id, String sessionId, Instant lastSeen, String reason) {
        collection()
                .updateOne(
                        and(eq("_id", id.value()), eq("session_id", sessionId)),
                        combine(
                                unset("node"),
                                unset("session_id"),
                                set("last_seen", Date.from(lastSeen)),
                                set("disconnect_reason", reason)));
    }

    /** Notes when agents were last heard of, and their capacity, unless they have other connections by now; of no weight, so not waited for. */
    void heard(Map<AgentId, Heard> heard) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        heard.forEach((id, last) -> writes.add(new UpdateOneModel<>(
                and(eq("_id", id.value()), eq("session_id", last.sessionId())),
                combine(set("last_seen", Date.from(last.at())), set("capacity", last.capacity())))));
        collection().withWriteConcern(WriteConcern.W1).bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
