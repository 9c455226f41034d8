package io.ris.hub.platform.audit;

/** Where capabilities tell what happened. Thread-safe. */
public interface AuditTrail {

    /**
     * Writes an entry; it is durable when this returns.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if it cannot be written
     */
    void record(AuditEntry entry);

    /**
     * Called before an action whose entry is written after it.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if the trail could not be written to the last time it was tried,
     *     and still cannot: then nothing that must be audited may be done
     */
    void requireWritable();
}
