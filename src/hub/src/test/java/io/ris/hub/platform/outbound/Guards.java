package io.ris.hub.platform.outbound;

import java.net.UnknownHostException;
import java.util.List;

/** For tests of what needs a guard and calls nobody. */
public final class Guards {

    private Guards() {}

    public static OutboundGuard knowingNobody() {
        return new OutboundGuard(List.of(), name -> {
            throw new UnknownHostException(name);
        });
    }

    /** One that lets addresses of a network be called, and knows no names. */
    public static OutboundGuard allowing(String network) {
        return new OutboundGuard(List.of(network), name -> {
            throw new UnknownHostException(name);
        });
    }
}
