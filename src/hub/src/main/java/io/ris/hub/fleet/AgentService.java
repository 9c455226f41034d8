package io.ris.hub.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cache.AnswerCache;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.Quotas;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The agents of the tenant in scope: adding, changing, finding, deleting, and who has their connection. Thread-safe. */
@HubService
public class AgentService {

    private static final int REMEMBERED_NAMES = 20_000;
    private static final int REMEMBERED_TENANTS = 100;

    private final AgentRepository agents;
    private final AgentKeys keys;
    private final Dismissals dismissals;
    private final NodeLeases nodes;
    private final HubNode node;
    private final Event<AgentDeleted> deletions;
    private final AnswerCache answers;
    private final Quotas quotas;
    private final Clock clock;
    private final int maxClients;

    /** Agents by tenant and reference, so that a submit does not search by name: dropped on change, and soon anyway. */
    private final Cache<String, Agent> byReference = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_NAMES)
            .expireAfterWrite(Duration.ofSeconds(2))
            .build();

    /** All agents of the tenants that choose by labels. */
    private final Cache<TenantCode, List<Agent>> everyOne = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterWrite(Duration.ofSeconds(2))
            .build();

    @Inject
    AgentService(
            AgentRepository agents,
            AgentKeys keys,
            Dismissals dismissals,
            NodeLeases nodes,
            HubNode node,
            Event<AgentDeleted> deletions,
            AnswerCache answers,
            Quotas quotas,
            Clock clock,
            @ConfigProperty(name = "client_management.max_clients") int maxClients) {
        this.agents = agents;
        this.keys = keys;
        this.dismissals = dismissals;
        this.nodes = nodes;
        this.node = node;
        this.deletions = deletions;
        this.answers = answers;
        this.quotas = quotas;
        this.clock = clock;
        this.maxClients = maxClients;
    }

    /**
     * Adds an agent that may then be enrolled.
     *
     * @throws HubException if the name is taken, or there may be no more
     */
    public Agent add(String name, @Nullable String description, @Nullable String host, List<String> labels) {
        if (agents.count() >= maxClients) {
            throw new HubException.Unavailable(
                    ProblemType.CLIENT_LIMIT,
                    "the limit of " + maxClients + " clients is reached",
                    Duration.ofMinutes(1),
                    null);
        }
        quotas.take(Quota.CLIENTS);
        try {
            return insert(name, description, host, labels);
        } catch (RuntimeException e) {
            quotas.give(Quota.CLIENTS);
            throw e;
        }
    }

    private Agent insert(String name, @Nullable String description, @Nullable String host, List<String> labels) {
        Instant now = clock.instant();
        Agent agent = new Agent(
                UuidCreator.getTimeOrderedEpoch().toString(),
                agents.nextNumber(),
                name,
                description,
                host,
                Agent.ACTIVE,
                labels,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                now,
                now,
                1);
        try {
            agents.insert(agent);
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken(name) : e;
        }
        forget();
        return agent;
    }

    /** Every agent, as the store had them within the last two seconds or since the last change on this node. */
    public List<Agent> all() {
        return everyOne.get(TenantScope.require(), tenant -> agents.all());
    }

    /** The ids of every agent, as the store has them now. */
    public Set<AgentId> ids() {
        return agents.ids();
    }

    /** Those of some agents that drain, and on which nothing should run any more. */
    public Set<AgentId> overdue(Collection<AgentId> some, Instant now) {
        return agents.overdue(some, now);
    }

    /** Agents that are to work, were connected once, and are not now; each since when it was last heard of. */
    public List<AgentOutline> absent() {
        return agents.absent(nodes.live());
    }

    /** Agents that an operator has put in a state, since when they are. */
    public List<AgentOutline> scheduledAs(Scheduling.State state) {
        return agents.scheduledAs(state);
    }

    /** An agent by its id, its integer id or its name. */
    public Optional<Agent> find(String reference) {
        String key = TenantScope.require() + "/" + reference;
        Agent known = byReference.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Agent> found = search(reference);
        found.ifPresent(agent -> byReference.put(key, agent));
        return found;
    }

    private Optional<Agent> search(String reference) {
        if (reference.length() > 256) {
            return Optional.empty();
        }
        if (reference.matches("[0-9]{1,9}")) {
            Optional<Agent> numbered = agents.findBy("number", Integer.parseInt(reference));
            if (numbered.isPresent()) {
                return numbered;
            }
        }
        return agents.findBy("_id", reference).or(() -> agents.findBy("name", reference));
    }

    /** The agent of a host, or of that name. */
    public Optional<Agent> findOn(String hostname) {
        return agents.findBy("host", hostname).or(() -> agents.findBy("name", hostname));
    }

    /** An agent as the store has it now. */
    public Optional<Agent> find(AgentId id) {
        return agents.find(id);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Agent require(String reference) {
        return search(reference).orElseThrow(AgentService::notFound);
    }

    /** A page of the agents that a filter lets through. */
    public Page<Agent> page(AgentFilter filter, PageRequest request) {
        return agents.page(filter, nodes.live(), request);
    }

    /** Whether a live node has the agent's connection: the one place that says so. */
    public boolean isConnected(Agent agent) {
        return agent.node() != null && nodes.live().contains(agent.node());
    }

    /**
     * Changes what people may change; null leaves a field as it is.
     *
     * @param ifMatch entity tag that the change is meant for; null for any
     */
    public Agent change(String reference, AgentChange change, @Nullable String ifMatch) {
        Agent present = require(reference);
        EntityTags.requireMatch(ifMatch, present.revision());
        Agent changed = change.applyTo(present, clock.instant());
        try {
            if (!agents.update(changed, present.revision())) {
                throw changedMeanwhile();
            }
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken(changed.name()) : e;
        }
        forget();
        return agents.find(present.agentId()).orElseThrow(AgentService::notFound);
    }

    /**
     * Says whether an agent is given tasks: on this node from now on, on the others within two seconds.
     *
     * @param ifMatch entity tag that the change is meant for; null for any
     */
    public Agent schedule(String reference, Scheduling scheduling, @Nullable String ifMatch) {
        Agent present = require(reference);
        EntityTags.requireMatch(ifMatch, present.revision());
        if (!agents.schedule(present, scheduling, clock.instant())) {
            throw changedMeanwhile();
        }
        forget();
        return agents.find(present.agentId()).orElseThrow(AgentService::notFound);
    }

    /** Deletes an agent; its connection is closed and its certificate good for nothing from now on. */
    public Agent delete(String reference, @Nullable String ifMatch) {
        Agent agent = require(reference);
        EntityTags.requireMatch(ifMatch, agent.revision());
        if (!agents.delete(agent.agentId())) {
            throw notFound();
        }
        quotas.give(Quota.CLIENTS);
        forget();
        AgentKey key = new AgentKey(TenantScope.require(), agent.agentId());
        deletions.fire(new AgentDeleted(key));
        dismissals.announce(new Dismissal(key, List.of(), Dismissal.DELETED));
        return agent;
    }

    /** Cuts an agent off: its certificate is good for nothing from now on, and its connection is closed on any node. */
    public Agent revoke(String reference) {
        Agent agent = require(reference);
        keys.revoke(agent.agentId());
        forget();
        return agents.find(agent.agentId()).orElseThrow(AgentService::notFound);
    }

    /** @throws HubException.Unavailable if the tenant has more agents than it may have by now */
    public void requireWithinLimit() {
        quotas.requireWithin(Quota.CLIENTS);
    }

    /**
     * Takes an agent's connection for this node.
     *
     * @return the connection's epoch; empty if the agent was deleted meanwhile
     */
    public Optional<Long> connect(AgentFrame.Hello hello, String sessionId) {
        Optional<Long> epoch = agents.connect(hello, node.id(), sessionId, clock.instant());
        forget();
        return epoch;
    }

    /** Whether another node that lives has the agent's connection. */
    public boolean isElsewhere(Agent agent) {
        return isConnected(agent) && !node.id().equals(agent.node());
    }

    /** Ends an agent's connection, unless it has another one by now. */
    public void disconnect(AgentId id, String sessionId, Instant lastSeen, String reason) {
        agents.disconnect(id, sessionId, lastSeen, reason);
        forget();
    }

    /** Notes when agents were last heard of, and what room they said they have. */
    public void heard(Map<AgentId, Heard> heard) {
        agents.heard(heard);
    }

    private void forget() {
        byReference.invalidateAll();
        everyOne.invalidate(TenantScope.require());
        answers.changed(TenantScope.require(), Agent.class);
    }

    private static HubException.Conflict changedMeanwhile() {
        return new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
    }

    private static HubException.Conflict nameTaken(String name) {
        return new HubException.Conflict(ProblemType.CLIENT_NAME_TAKEN, "there is a client named " + name + " already");
    }

    static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "there is no such client");
    }
}
