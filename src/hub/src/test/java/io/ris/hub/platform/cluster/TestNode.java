package io.ris.hub.platform.cluster;

import io.ris.hub.platform.persistence.Store;
import java.time.Clock;

/** A node of the hub, which renews its lease, and learns of the others, when it is told to. */
public final class TestNode {

    private final NodeLeases leases;

    public TestNode(Store store, Clock clock) {
        leases = new NodeLeases(new NodeRepository(store), new HubNode(), clock, null);
    }

    public NodeLeases leases() {
        return leases;
    }

    public void renew() {
        leases.renew();
    }
}
