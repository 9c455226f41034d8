package io.ris.hub.webhooks.deliveries;

/**
 * How a tenant's webhooks share its queue: half of it is kept for them in equal shares, so that a receiver that takes nothing
 * leaves room to the others; the rest is for whoever comes first.
 *
 * @param most deliveries that may wait
 */
record QueueRoom(int most) {

    /**
     * For how many more deliveries to a webhook there is room.
     *
     * @param waiting how many wait for all of the tenant's webhooks
     * @param ofWebhook how many of those for this one
     * @param webhooks how many webhooks the tenant has
     */
    long of(long waiting, long ofWebhook, long webhooks) {
        long share = Math.max(1, most / 2 / Math.max(1, webhooks));
        long keptForOthers = share * Math.max(0, webhooks - 1);
        long room = Math.max(most - keptForOthers - waiting, share - ofWebhook);
        return Math.max(0, Math.min(room, most - waiting));
    }
}
