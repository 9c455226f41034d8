package io.ris.cli.up;

import java.net.URI;
import java.util.Set;

/** An address to listen on. */
record Listener(String host, int port) {

    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "*");

    boolean isEverywhere() {
        return EVERYWHERE.contains(host);
    }

    /** The host by which this machine reaches it. */
    String reachableHost() {
        boolean local = isEverywhere() || host.equals("127.0.0.1") || host.equals("::1");
        return local ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    /** HTTPS on this machine. */
    URI uri() {
        return URI.create("https://" + reachableHost() + ":" + port);
    }
}
