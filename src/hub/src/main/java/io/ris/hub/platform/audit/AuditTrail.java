package io.ris.hub.platform.audit;

/** Where capabilities tell what happened. Thread-safe. */
public interface AuditTrail {

    /**
     * Writes the entry of what is about to be done; it is durable when this returns.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if it cannot be written: then it must not be done
     */
    void record(AuditEntry entry);

    /**
     * Writes the entry of what was done, or refused, already. Where the trail cannot be written the entry is kept on this
     * node's disk until it can; one or the other is durable when this returns.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if neither can be done
     */
    void recordDone(AuditEntry entry);

    /**
     * Writes the entry of a refusal of which an outsider can cause as many as they like. The first one with the same words
     * from the same address is written at once; those after it within a minute are counted, and written as one.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable as {@link #recordDone}
     */
    void recordFolded(AuditEntry entry);

    /**
     * Called before an action whose entry is written after it.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if the trail could not be written to the last time it was tried,
     *     and still cannot: then nothing that must be audited may be done
     */
    void requireWritable();
}
