package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.TenantCode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What this node knows of open deliveries, and whose turn it is: tenants take turns, and in each its webhooks, so that who has
 * thousands waiting, or a receiver that answers late, holds up nobody. Bounded are the deliveries under way in all, of a tenant
 * and to a webhook. The store is the truth: what is missing here is found with the next scan, what is too much is not claimed.
 * Thread-safe.
 */
final class DeliveryLanes {

    private final int places;
    private final int placesOfTenant;
    private final int placesOfWebhook;
    private final LinkedHashMap<TenantCode, TenantLane> tenants = new LinkedHashMap<>();
    private int busy;

    /** An open delivery that nobody has claimed. */
    record Due(String id, String webhookId, Instant at) {}

    /** A delivery that has a place until it is done. */
    record Turn(TenantCode tenant, Due due) {}

    private static final class TenantLane {
        final LinkedHashMap<String, WebhookLane> webhooks = new LinkedHashMap<>();
        int busy;
    }

    private static final class WebhookLane {
        final PriorityQueue<Due> waiting =
                new PriorityQueue<>((one, other) -> one.at().compareTo(other.at()));
        final Map<String, Due> known = new HashMap<>();
        final Set<String> underWay = new HashSet<>();

        /** The earlier time counts for one that is known already: somebody wants it now. */
        void add(Due due) {
            Due before = known.get(due.id());
            if (underWay.contains(due.id()) || (before != null && !due.at().isBefore(before.at()))) {
                return;
            }
            waiting.remove(before);
            waiting.add(due);
            known.put(due.id(), due);
        }
    }

    DeliveryLanes(int places, int placesOfTenant, int placesOfWebhook) {
        this.places = places;
        this.placesOfTenant = placesOfTenant;
        this.placesOfWebhook = placesOfWebhook;
    }

    /** What waits of a tenant, as the store has it: nothing else does. */
    synchronized void put(TenantCode tenant, Collection<Due> all) {
        TenantLane lane = tenants.get(tenant);
        if (lane == null && all.isEmpty()) {
            return;
        }
        if (lane != null) {
            lane.webhooks.values().forEach(webhook -> {
                webhook.waiting.clear();
                webhook.known.clear();
            });
        }
        all.forEach(due -> add(tenant, due));
        tidy(tenant);
    }

    /** One more waits. */
    synchronized void add(TenantCode tenant, Due due) {
        tenants.computeIfAbsent(tenant, code -> new TenantLane())
                .webhooks
                .computeIfAbsent(due.webhookId(), id -> new WebhookLane())
                .add(due);
    }

    /** Gives a place to the delivery whose turn it is, if one is due and there is a place. */
    synchronized Optional<Turn> next(Instant now) {
        if (busy >= places) {
            return Optional.empty();
        }
        for (Map.Entry<TenantCode, TenantLane> tenant : tenants.entrySet()) {
            TenantLane lane = tenant.getValue();
            Optional<Due> due = lane.busy < placesOfTenant ? next(lane, now) : Optional.empty();
            if (due.isPresent()) {
                busy++;
                lane.busy++;
                tenants.putLast(tenant.getKey(), lane);
                return Optional.of(new Turn(tenant.getKey(), due.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Due> next(TenantLane tenant, Instant now) {
        for (Map.Entry<String, WebhookLane> webhook : tenant.webhooks.entrySet()) {
            WebhookLane lane = webhook.getValue();
            Due first = lane.waiting.peek();
            if (first != null && !first.at().isAfter(now) && lane.underWay.size() < placesOfWebhook) {
                lane.waiting.remove();
                lane.known.remove(first.id());
                lane.underWay.add(first.id());
                tenant.webhooks.putLast(webhook.getKey(), lane);
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /**
     * Its place is free.
     *
     * @param again when it waits for another attempt
     */
    synchronized void done(Turn turn, Optional<Due> again) {
        busy--;
        TenantLane lane = tenants.get(turn.tenant());
        if (lane != null) {
            lane.busy--;
            Optional.ofNullable(lane.webhooks.get(turn.due().webhookId()))
                    .ifPresent(webhook -> webhook.underWay.remove(turn.due().id()));
            again.ifPresent(due -> add(turn.tenant(), due));
            tidy(turn.tenant());
        }
    }

    /** Forgets a tenant that is not at work; what is under way still comes to its end. */
    synchronized void forget(TenantCode tenant) {
        put(tenant, Set.of());
    }

    private void tidy(TenantCode tenant) {
        TenantLane lane = tenants.get(tenant);
        if (lane != null) {
            lane.webhooks.values().removeIf(webhook -> webhook.waiting.isEmpty() && webhook.underWay.isEmpty());
            if (lane.webhooks.isEmpty()) {
                tenants.remove(tenant);
            }
        }
    }

    /** How many wait for a webhook, or are under way to it. */
    synchronized long open(TenantCode tenant, String webhookId) {
        return Optional.ofNullable(tenants.get(tenant))
                .map(lane -> lane.webhooks.get(webhookId))
                .map(webhook -> webhook.waiting.size() + webhook.underWay.size())
                .orElse(0);
    }

    /** How many wait. */
    synchronized long waiting() {
        return tenants.values().stream()
                .flatMap(tenant -> tenant.webhooks.values().stream())
                .mapToLong(webhook -> webhook.waiting.size())
                .sum();
    }
}
