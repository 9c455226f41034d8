package io.ris.hub.platform.persistence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up where a host may be reached on a tenant's word. */
@FunctionalInterface
interface HostLookup {

    /** @throws UnknownHostException if there is none, or the hub may not call there */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
