package io.ris.agent.telemetry;

import io.ris.agent.host.Cursor;
import io.ris.agent.host.ProcFiles;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses at which others reach a network namespace.
 *
 * @param v4 of IPv4
 * @param v6 of IPv6
 */
record NamespaceAddresses(Set<String> v4, Set<String> v6) {

    private static final String LOCAL = "/32 host LOCAL";
    private static final int WORD = 8;

    /** The global scope in {@code if_inet6}; others are the link's and the machine's own. */
    private static final int GLOBAL = 0;

    /** @param process one that is in the namespace, by its directory */
    static NamespaceAddresses read(ProcFiles proc, String process) {
        NamespaceAddresses addresses = new NamespaceAddresses(new LinkedHashSet<>(), new LinkedHashSet<>());
        String[] last = {""};
        proc.eachLine(process + "/net/fib_trie", line -> addresses.addV4(line, last));
        proc.eachLine(process + "/net/if_inet6", addresses::addV6);
        return addresses;
    }

    /** A leaf of the tree of routes is an address, and below it what the address is to this machine. */
    private boolean addV4(Cursor line, String[] last) {
        line.skipBlanks();
        if (line.startsWith("|--")) {
            line.skipWords(1);
            last[0] = line.word();
        } else if (line.startsWith(LOCAL) && !last[0].startsWith("127.")) {
            v4.add(last[0]);
        }
        return true;
    }

    private boolean addV6(Cursor line) {
        int[] words = new int[4];
        for (int word = 0; word < words.length; word++) {
            words[word] = (int) line.hex(WORD);
        }
        line.skipWords(2);
        line.skipBlanks();
        if (line.hex(2) == GLOBAL) {
            v6.add(IpText.v6(words));
        }
        return true;
    }
}
