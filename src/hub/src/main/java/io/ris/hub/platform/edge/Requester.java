package io.ris.hub.platform.edge;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** On whose account a request goes. */
sealed interface Requester {

    /** Of an address, where nothing better is known. */
    static Requester of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Address(false, bytes.getInt())
                : new Address(true, bytes.getLong()); // a host has 2^64 addresses and can use each once
    }

    /** One text for each, and for no two the same. */
    String name();

    /**
     * An IPv4 address or an IPv6 network of 64 bits, which is the least that anybody is given.
     *
     * @param bits the network's
     */
    record Address(boolean ipv6, long bits) implements Requester {

        @Override
        public String name() {
            return (ipv6 ? "ipv6/" : "ipv4/") + bits;
        }
    }

    /** Somebody who proved who they are. */
    record Known(String subject) implements Requester {

        @Override
        public String name() {
            return "known/" + subject;
        }
    }

    /** A probe's key, with which many machines may report. */
    record Probe(String key) implements Requester {

        @Override
        public String name() {
            return "probe/" + key;
        }
    }
}
