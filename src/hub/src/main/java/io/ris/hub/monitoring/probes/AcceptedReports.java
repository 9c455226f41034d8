package io.ris.hub.monitoring.probes;

/** Is told of each report that was accepted, of the tenant in scope, by the thread that took it in: must be quick. */
public interface AcceptedReports {

    /** @param report as it came, and not to be changed */
    void accepted(String agentId, byte[] report);
}
