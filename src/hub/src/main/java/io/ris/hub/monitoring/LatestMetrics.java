package io.ris.hub.monitoring;

import java.util.List;

/** What agents reported last, in figures. */
public interface LatestMetrics {

    /** Of each agent of the tenant in scope whose last report is not too old to count. */
    List<AgentMetrics> all();
}
