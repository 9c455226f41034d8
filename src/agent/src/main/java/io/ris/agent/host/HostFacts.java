package io.ris.agent.host;

import io.ris.protocol.AgentFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the machine is. Every call looks anew. Not thread-safe. */
public final class HostFacts {

    private static final String UNKNOWN = "unknown";

    private final ProcFiles proc;

    /** @param proc root of the process file system */
    public HostFacts(Path proc) {
        this.proc = new ProcFiles(proc);
    }

    /** The machine as {@code hello} tells it. */
    public AgentFrame.Host host() {
        return new AgentFrame.Host(
                System.getProperty("os.name", UNKNOWN).toLowerCase(Locale.ROOT),
                System.getProperty("os.arch", UNKNOWN),
                hostname(),
                Runtime.getRuntime().availableProcessors(),
                proc.memory("MemTotal").orElse(0L) / 1024);
    }

    /** The machine's own name. */
    public String hostname() {
        return proc.firstLine("sys/kernel/hostname").orElseGet(HostFacts::ownName);
    }

    /** Changes whenever the machine restarts; constant where the system does not tell. */
    public String bootId() {
        return proc.firstLine("sys/kernel/random/boot_id").orElse(UNKNOWN);
    }

    /** The addresses under which others may see the machine, sorted. */
    public List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostFacts::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            // It went away between the listing and the question.
            return false;
        }
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
