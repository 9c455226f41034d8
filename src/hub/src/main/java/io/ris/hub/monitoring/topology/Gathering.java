package io.ris.hub.monitoring.topology;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Gathers agents' pictures up to a number of nodes and edges, so that no report, nor many, takes the memory of the hub. The largest
 * give way: of these the host alone is shown, which says so.
 */
final class Gathering {

    private final int most;
    private final Map<String, AgentPicture> pictures = new TreeMap<>();
    private final Queue<AgentPicture> largestFirst = new PriorityQueue<>(
            Comparator.comparingInt(AgentPicture::size).reversed().thenComparing(AgentPicture::agentId));
    private long taken;

    /**
     * Begins with none.
     *
     * @param most nodes and edges together
     */
    Gathering(int most) {
        this.most = most;
    }

    void add(AgentPicture picture) {
        pictures.put(picture.agentId(), picture);
        largestFirst.add(picture);
        taken += picture.size();
        while (taken > most && !largestFirst.isEmpty()) {
            AgentPicture largest = largestFirst.remove();
            AgentPicture alone = largest.hostAlone();
            pictures.put(largest.agentId(), alone);
            taken -= largest.size() - alone.size();
        }
    }

    /** By agent. */
    Map<String, AgentPicture> pictures() {
        return Collections.unmodifiableMap(pictures);
    }

    /** In the order of their agents. */
    Collection<AgentPicture> all() {
        return pictures().values();
    }
}
