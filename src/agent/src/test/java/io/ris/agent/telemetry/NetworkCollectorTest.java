package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.NetworkInfo.ListeningPort;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as a processor of little-endian order prints them, as nearly all do. */
@EnabledIf("isLittleEndian")
class NetworkCollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";
    private static final String NOBODY = "00000000:0000";
    private static final String NOBODY_V6 = "0".repeat(32) + ":0000";
    private static final String MAPPED = "0000000000000000FFFF0000";

    @TempDir
    private Path directory;

    private FakeProc proc;

    static boolean isLittleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @BeforeEach
    void machine() throws IOException {
        proc = new FakeProc(directory);
        table("self", "tcp");
    }

    private void table(String process, String name, String... sockets) throws IOException {
        StringBuilder lines = new StringBuilder(HEADING);
        for (int socket = 0; socket < sockets.length; socket++) {
            lines.append("%4d: %s%n".formatted(socket, sockets[socket]));
        }
        proc.write(process + "/net/" + name, lines.toString());
    }

    private static String socket(String local, String remote, String state, long inode) {
        return local + " " + remote + " " + state + " 00000000:00000000 02:000A7214 00000000  1000        0 " + inode
                + " 2 0000000000000000 20 4 30 10 -1";
    }

    private NetworkInfo look() {
        return new NetworkCollector(proc.files()).collect(new ProcessTable(proc.files()).scan(), NOW);
    }

    @Test
    void tellsAConnectionAndWhoseItIs() throws IOException {
        proc.process(42, "client", "client");
        proc.open(42, 3, "socket:[77]");
        table("self", "tcp", socket("0200000A:D431", "0300000A:1538", "01", 77));

        NetworkInfo info = look();

        assertThat(info.connections())
                .containsExactly(
                        new Connection("tcp", "10.0.0.2", 54321, "10.0.0.3", 5432, "ESTABLISHED", 42L, "client"));
        assertThat(info.listeningPorts()).isEmpty();
        assertThat(info.timestamp()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "01,ESTABLISHED",
        "02,SYN_SENT",
        "03,SYN_RECV",
        "04,FIN_WAIT1",
        "05,FIN_WAIT2",
        "06,TIME_WAIT",
        "07,CLOSE",
        "08,CLOSE_WAIT",
        "09,LAST_ACK",
        "0A,LISTEN",
        "0B,CLOSING",
        "0C,SYN_RECV",
        "63,UNKNOWN"
    })
    void namesStates(String number, String name) throws IOException {
        table("self", "tcp", socket("0100007F:0050", "0100007F:0051", number, 0));

        assertThat(look().connections().getFirst().state()).isEqualTo(name);
    }

    @Test
    void tellsAddressesOfBothKinds() throws IOException {
        table(
                "self",
                "tcp6",
                socket("B80D0120000000000000000001000000:0050", "B80D01200000000000000000FF00CDAB:C000", "01", 1),
                socket(MAPPED + "0200000A:0050", MAPPED + "0300000A:C001", "01", 2),
                socket("00000000000000000000000001000000:1F90", NOBODY_V6, "0A", 3));

        assertThat(look().connections())
                .extracting(Connection::protocol, Connection::localAddr, Connection::remoteAddr)
                .containsExactly(
                        tuple("tcp6", "2001:db8::1", "2001:db8::abcd:ff"),
                        tuple("tcp", "10.0.0.2", "10.0.0.3"),
                        tuple("tcp6", "::1", "::"));
    }

    @Test
    void aPortThatListensIsBothAPortAndASocket() throws IOException {
        proc.process(42, "master", "master");
        proc.process(43, "worker", "worker");
        proc.open(42, 3, "socket:[77]");
        proc.open(43, 3, "socket:[77]");
        table("self", "tcp", socket("00000000:0050", NOBODY, "0A", 77));
        table("self", "tcp6", socket(NOBODY_V6.replace(":0000", ":0050"), NOBODY_V6, "0A", 78));

        NetworkInfo info = look();

        assertThat(info.listeningPorts())
                .containsExactly(
                        new ListeningPort("tcp", 80, "0.0.0.0", 42L, "master"),
                        new ListeningPort("tcp6", 80, "::", null, null));
        assertThat(info.connections()).extracting(Connection::state).containsOnly("LISTEN");
    }

    @Test
    void aSocketOfUdpThatIsNotConnectedIsAPortAndNoConnection() throws IOException {
        table(
                "self",
                "udp",
                socket("00000000:0035", NOBODY, "07", 1),
                socket("0200000A:C000", "0300000A:0035", "01", 2));

        NetworkInfo info = look();

        assertThat(info.listeningPorts()).containsExactly(new ListeningPort("udp", 53, "0.0.0.0", null, null));
        assertThat(info.connections())
                .containsExactly(new Connection("udp", "10.0.0.2", 49152, "10.0.0.3", 53, "ESTABLISHED", null, null));
        assertThat(info.udpConnections()).isEqualTo(1);
        assertThat(info.totalConnections()).isEqualTo(1);
    }

    @Test
    void seesTwoContainersThatTalkToEachOther() throws IOException {
        proc.process(10, "postgres", "postgres");
        proc.link("10/ns/net", "net:[2]");
        proc.open(10, 5, "socket:[100]");
        proc.open(10, 6, "socket:[101]");
        proc.process(11, "postgres", "postgres: worker");
        proc.link("11/ns/net", "net:[2]");
        proc.process(20, "web", "web");
        proc.link("20/ns/net", "net:[3]");
        proc.open(20, 4, "socket:[102]");
        table(
                "10",
                "tcp",
                socket("00000000:1538", NOBODY, "0A", 100),
                socket("020011AC:1538", "030011AC:D431", "01", 101));
        table("20", "tcp", socket("030011AC:D431", "020011AC:1538", "01", 102));

        NetworkInfo info = look();

        assertThat(info.connections())
                .contains(
                        new Connection("tcp", "172.17.0.2", 5432, "172.17.0.3", 54321, "ESTABLISHED", 10L, "postgres"),
                        new Connection("tcp", "172.17.0.3", 54321, "172.17.0.2", 5432, "ESTABLISHED", 20L, "web"));
        assertThat(info.totalConnections()).isEqualTo(3);
    }

    /** As the kernel prints the addresses of a container with one of each kind. */
    private void container(long pid) throws IOException {
        proc.process(pid, "web", "web");
        proc.link(pid + "/ns/net", "net:[" + pid + "]");
        proc.write(pid + "/net/fib_trie", """
                Main:
                  +-- 0.0.0.0/0 3 0 5
                     |-- 0.0.0.0
                        /0 universe UNICAST
                     +-- 127.0.0.0/8 2 0 2
                           |-- 127.0.0.1
                              /32 host LOCAL
                        |-- 127.255.255.255
                           /32 link BROADCAST
                     +-- 172.17.0.0/16 2 0 2
                           |-- 172.17.0.0
                              /16 link UNICAST
                           |-- 172.17.0.2
                              /32 host LOCAL
                        |-- 172.17.255.255
                           /32 link BROADCAST
                Local:
                           |-- 172.17.0.2
                              /32 host LOCAL
                """);
        proc.write(pid + "/net/if_inet6", """
                fe8000000000000042acfffffe110002 2c 40 20 80     eth0
                00000000000000000000000000000001 01 80 10 80       lo
                fd000000000000000000000000000002 2c 40 00 82     eth0
                """);
    }

    @Test
    void aContainersPortIsAtTheContainersAddressAndNotAtTheMachines() throws IOException {
        container(20);
        table(
                "20",
                "tcp",
                socket("00000000:0050", NOBODY, "0A", 1),
                socket("020011AC:0051", NOBODY, "0A", 2),
                socket("0B00007F:9C40", NOBODY, "0A", 3));
        table("20", "tcp6", socket(NOBODY_V6.replace(":0000", ":01BB"), NOBODY_V6, "0A", 4));
        table("20", "udp", socket("00000000:0035", NOBODY, "07", 5));

        assertThat(look().listeningPorts())
                .extracting(ListeningPort::protocol, ListeningPort::addr, ListeningPort::port)
                .containsExactly(
                        tuple("tcp", "172.17.0.2", 80),
                        tuple("tcp", "172.17.0.2", 81),
                        tuple("tcp", "172.17.0.2", 443),
                        tuple("tcp6", "fd00::2", 443),
                        tuple("udp", "172.17.0.2", 53));
    }

    @Test
    void asksTheNextInANetworkWhereTheFirstHasJustEnded() throws IOException {
        proc.process(10, "gone", "gone");
        proc.link("10/ns/net", "net:[2]");
        proc.process(11, "web", "web");
        proc.link("11/ns/net", "net:[2]");
        proc.process(12, "web", "web");
        proc.link("12/ns/net", "net:[2]");
        table("11", "tcp", socket("0200000A:0050", "0300000A:C001", "01", 2));
        table("12", "tcp", socket("0200000A:0050", "0300000A:C001", "01", 2));

        assertThat(look().connections()).hasSize(1);
    }

    @Test
    void whoMayNotLookIntoNetworksSeesTheMachinesOwn() throws IOException {
        proc.process(10, "other", "other");
        Files.delete(directory.resolve("10/ns/net"));
        table("10", "tcp", socket("0200000A:0050", "0300000A:C001", "01", 2));
        table("self", "tcp", socket("0200000A:0051", "0300000A:C001", "01", 2));

        assertThat(look().connections()).extracting(Connection::localPort).containsExactly(81);

        proc.process(11, "container", "container");
        proc.link("11/ns/net", "net:[2]");
        table("11", "tcp", socket("0200000A:0052", "0300000A:C001", "01", 2));
        Files.delete(directory.resolve("self/ns/net"));
        assertThat(look().connections()).extracting(Connection::localPort).containsExactly(81);
    }

    @Test
    void ofVeryManyConnectionsThoseOfProcessesAreToldAndAllAreCounted() throws IOException {
        proc.process(42, "app", "app");
        proc.open(42, 3, "socket:[77]");
        String[] sockets = new String[SocketReport.MOST + 50];
        for (int socket = 0; socket < sockets.length; socket++) {
            sockets[socket] = socket("0100007F:%04X".formatted(socket), "0100007F:0050", "06", 0);
        }
        sockets[sockets.length - 1] = socket("0100007F:FFFF", "0100007F:0050", "01", 77);
        table("self", "tcp", sockets);

        NetworkInfo info = look();

        assertThat(info.connections()).hasSize(SocketReport.MOST);
        assertThat(info.connections().getFirst().processName()).isEqualTo("app");
        assertThat(info.tcpConnections()).isEqualTo(SocketReport.MOST + 50);
    }

    @Test
    void aMachineThatTellsNothingHasNoConnections() {
        assertThat(look().connections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, ::",
        "00000000 00000000 00000000 00000001, ::1",
        "20010db8 00000000 00000000 00000000, 2001:db8::",
        "20010db8 00000000 00010000 00000001, 2001:db8::1:0:0:1",
        "20010db8 00010000 00010000 00010001, 2001:db8:1:0:1:0:1:1",
        "00010000 00000001 00000000 00000001, 1:0:0:1::1",
        "fe800000 00000000 021122ff fe334455, fe80::211:22ff:fe33:4455",
        "00010002 00030004 00050006 00070008, 1:2:3:4:5:6:7:8"
    })
    void writesAddressesAsTheStandardWantsThem(String words, String text) {
        int[] numbers = new int[4];
        String[] parts = words.split(" ", -1);
        for (int word = 0; word < numbers.length; word++) {
            numbers[word] = Integer.parseUnsignedInt(parts[word], 16);
        }

        assertThat(IpText.v6(numbers)).isEqualTo(text);
    }
}
