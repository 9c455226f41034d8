package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.Console;
import io.ris.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private final StringWriter notes = new StringWriter();
    private final Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(notes));

    private final List<ServerSocket> occupied = new ArrayList<>();

    @AfterEach
    void release() throws Exception {
        for (ServerSocket socket : occupied) {
            socket.close();
        }
    }

    @Test
    void aDefaultPortThatIsTakenGivesWay() throws Exception {
        occupy(8080);
        occupy(9090);
        Listeners listeners = choose(Map.of());

        assertThat(listeners.http()).isEmpty();
        assertThat(listeners.metrics()).hasValueSatisfying(moved -> {
            assertThat(moved.host()).isEqualTo("127.0.0.1");
            assertThat(moved.port()).isNotEqualTo(9090);
        });
        assertThat(notes.toString())
                .hasLineCount(2)
                .contains("port 8080 is taken", "server.http_port", "port 9090 is taken", "monitoring.metrics.port");
    }

    @Test
    void aDefaultPortGivesWayToTheMainListener() throws Exception {
        Listeners listeners = choose(Map.of("RIS_SERVER_PORT", "9090", "RIS_SERVER_HOST", "127.0.0.2"));

        assertThat(listeners.metrics())
                .hasValueSatisfying(moved -> assertThat(moved.port()).isNotEqualTo(9090));
    }

    @Test
    void whereCertificatesAreRequiredAgentsEnrolAtAPortOfTheirOwn() throws Exception {
        assertThat(choose(Map.of()).enrolment()).isEmpty();
        assertThat(choose(Map.of("RIS_SERVER_TLS_CLIENT_AUTH", "require")).enrolment())
                .isPresent();
        assertThat(notes.toString()).contains("agents enrol at port", "server.enrolment_port");
        assertThat(choose(Map.of("RIS_SERVER_TLS_CLIENT_AUTH", "require", "RIS_SERVER_ENROLMENT_PORT", "18058"))
                        .enrolment())
                .hasValueSatisfying(chosen -> assertThat(chosen.port()).isEqualTo(18058));
    }

    @Test
    void listenersThatAreSwitchedOffStayOff() throws Exception {
        Listeners listeners = choose(Map.of("RIS_SERVER_HTTP_PORT", "0", "RIS_MONITORING_METRICS_ENABLED", "false"));

        assertThat(listeners.http()).isEmpty();
        assertThat(listeners.metrics()).isEmpty();
        assertThat(notes.toString()).isEmpty();
    }

    @Test
    void namesTheHostByWhichItIsReached() {
        assertThat(new Listener("0.0.0.0", 1).reachableHost()).isEqualTo("localhost");
        assertThat(new Listener("127.0.0.1", 1).reachableHost()).isEqualTo("localhost");
        assertThat(new Listener("10.0.0.1", 1).reachableHost()).isEqualTo("10.0.0.1");
        assertThat(new Listener("fd00::1", 1).reachableHost()).isEqualTo("[fd00::1]");
    }

    private Listeners choose(Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("RIS_SERVER_PORT", String.valueOf(freePort())));
        all.putAll(environment);
        return Listeners.choose(Settings.load(all), console);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Takes the port unless another process has it already, which serves as well. */
    private void occupy(int port) throws Exception {
        ServerSocket socket = new ServerSocket();
        occupied.add(socket);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException e) {
            assertThat(socket.isBound()).isFalse();
        }
    }
}
