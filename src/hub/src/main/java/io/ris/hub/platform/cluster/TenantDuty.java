package io.ris.hub.platform.cluster;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Which node does for a tenant what one alone is to do: of those that live, the one that a hash of both chooses, so that tenants
 * spread over the nodes and few change hands when one comes or goes. For some seconds then two may take it for their affair, or
 * none: what they do must bear that. Thread-safe.
 */
@HubService
public class TenantDuty {

    private final NodeLeases nodes;
    private final HubNode self;

    @Inject
    TenantDuty(NodeLeases nodes, HubNode self) {
        this.nodes = nodes;
        this.self = self;
    }

    /** Whether it is this node. */
    public boolean isMine(TenantCode tenant) {
        return nodes.isHeld()
                && chosen(nodes.live(), tenant).filter(self.id()::equals).isPresent();
    }

    static Optional<String> chosen(Set<String> live, TenantCode tenant) {
        return live.stream().max(Comparator.comparingLong(node -> weight(node, tenant)));
    }

    private static long weight(String node, TenantCode tenant) {
        return ByteBuffer.wrap(Tokens.sha256((node + "/" + tenant).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
