package io.ris.hub.alerts.rules;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.EntityTags;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the tenant in scope: those that come with the hub as the tenant has changed them, and its own. Thread-safe. */
@HubService
public class RuleService {

    private static final int MOST = 100;

    private final RuleRepository rules;
    private final BuiltInRules builtIn;
    private final Clock clock;

    @Inject
    RuleService(RuleRepository rules, BuiltInRules builtIn, Clock clock) {
        this.rules = rules;
        this.builtIn = builtIn;
        this.clock = clock;
    }

    /** Those that come with the hub first, then the tenant's own by name. */
    public List<Rule> all() {
        Map<String, Rule> all = new LinkedHashMap<>();
        builtIn.of(TenantScope.require()).forEach(rule -> all.put(rule.id(), rule));
        rules.all().stream()
                .sorted(Comparator.comparing(Rule::name))
                .filter(rule -> !rule.isBuiltIn() || all.containsKey(rule.id()))
                .forEach(rule -> all.put(rule.id(), rule));
        return List.copyOf(all.values());
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Rule require(String id) {
        return find(id).orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such rule"));
    }

    /** A rule of the tenant's. */
    public Optional<Rule> find(String id) {
        return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** @throws HubException if a field breaks a rule, the name is taken, or it is one too many */
    public Rule create(RuleDraft draft) {
        Rule rule = draft.made(UuidCreator.getTimeOrderedEpoch().toString(), clock.instant());
        requireOwn(rule.condition());
        if (rules.all().size() >= MOST) {
            throw HubException.Invalid.rule("name", "is one too many: there may be " + MOST + " rules");
        }
        requireFree(rule);
        if (!rules.insert(rule)) {
            throw nameTaken();
        }
        return rule;
    }

    /**
     * Changes a rule; one that comes with the hub keeps the kind of its condition.
     *
     * @param ifMatch entity tag that the change is meant for; null for any
     */
    public Rule change(String id, RuleDraft draft, @Nullable String ifMatch) {
        Rule present = require(id);
        EntityTags.requireMatch(ifMatch, present.revision());
        Rule changed = draft.applyTo(present, clock.instant());
        requireOwn(changed.condition());
        if (present.isBuiltIn()
                && changed.condition().getClass() != present.condition().getClass()) {
            throw HubException.Invalid.rule("condition.type", "of a rule that comes with the hub stays as it is");
        }
        if (present.revision() == 0 || !changed.name().equals(present.name())) {
            requireFree(changed);
        }
        if (!stores(present, changed)) {
            throw changedMeanwhile();
        }
        return changed;
    }

    private boolean stores(Rule present, Rule changed) {
        try {
            return present.revision() == 0 ? rules.insert(changed) : rules.replace(changed, present.revision());
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken() : e;
        }
    }

    /**
     * Deletes a rule; of one that comes with the hub, what the tenant has changed.
     *
     * @return the rule as it was
     */
    public Rule delete(String id, @Nullable String ifMatch) {
        Rule present = require(id);
        EntityTags.requireMatch(ifMatch, present.revision());
        if (present.revision() > 0 && !rules.delete(present)) {
            throw changedMeanwhile();
        }
        return present;
    }

    /** The store knows no names of rules that come with the hub and that nobody changed. */
    private void requireFree(Rule named) {
        if (all().stream()
                .anyMatch(rule -> rule.name().equals(named.name()) && !rule.id().equals(named.id()))) {
            throw nameTaken();
        }
    }

    /** What is about the hub tells of all tenants. */
    private void requireOwn(Condition condition) {
        if (condition.isOfThePlatform() && !builtIn.ownsThePlatform(TenantScope.require())) {
            throw HubException.Invalid.rule("condition.type", "is for the default tenant");
        }
    }

    private static HubException.Conflict nameTaken() {
        return new HubException.Conflict(ProblemType.CONFLICT, "there is a rule of this name already");
    }

    private static HubException.Conflict changedMeanwhile() {
        return new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
    }
}
