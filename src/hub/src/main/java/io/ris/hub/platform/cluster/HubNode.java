package io.ris.hub.platform.cluster;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubService;

/** This running process. A restart is another node: what the one before held is free again. */
@HubService
public class HubNode {

    private final String id = UuidCreator.getTimeOrderedEpoch().toString();

    /** Unique for every start of a hub process. */
    public String id() {
        return id;
    }
}
