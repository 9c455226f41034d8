package io.ris.hub.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddresses behindProxies =
            new ClientAddresses(Optional.of(List.of("10.0.0.0/24", "fd00:1::/64", "192.0.2.80")));

    private String client(String peer, String... forwardedFor) {
        return behindProxies.of(peer, List.of(forwardedFor)).getHostAddress();
    }

    @Test
    void believesNobodyByDefault() {
        ClientAddresses none = new ClientAddresses(Optional.empty());

        assertThat(none.of("203.0.113.7", List.of("198.51.100.1")).getHostAddress())
                .isEqualTo("203.0.113.7");
        assertThat(none.of("127.0.0.1", List.of("198.51.100.1")).getHostAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void doesNotBelieveWhoeverIsNoTrustedProxy() {
        assertThat(client("203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
        assertThat(client("10.0.1.1", "198.51.100.1")).isEqualTo("10.0.1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "198.51.100.1; 198.51.100.1",
                "1.1.1.1, 198.51.100.1; 198.51.100.1",
                "127.0.0.1,198.51.100.1,10.0.0.2; 198.51.100.1",
                "198.51.100.1, 192.0.2.80 , 10.0.0.2; 198.51.100.1",
                "198.51.100.1:50123; 198.51.100.1",
                "2001:db8::7; 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:50123; 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]; 2001:db8:0:0:0:0:0:7",
                "198.51.100.1, fd00:1::9; 198.51.100.1",
                "::ffff:198.51.100.1; 198.51.100.1",
                "10.0.0.9; 10.0.0.9",
                "10.0.0.9, 10.0.0.8; 10.0.0.9"
            })
    void takesTheLastAddressThatIsNoTrustedProxy(String forwardedFor, String expected) {
        assertThat(client(PROXY, forwardedFor)).isEqualTo(expected);
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(client(PROXY, "1.1.1.1", "198.51.100.1, 10.0.0.2")).isEqualTo("198.51.100.1");
        assertThat(client(PROXY, "198.51.100.1", "10.0.0.2, 10.0.0.3")).isEqualTo("198.51.100.1");
    }

    /** What a proxy cannot have written hides the rest: the nearest hop that is known stands for the client. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "198.51.100.1,",
                "198.51.100.1, garbage",
                "198.51.100.1 10.0.0.2",
                "198.51.100.1;10.0.0.2",
                "198.51.100.1:port",
                "[198.51.100.1",
                "[2001:db8::7]x",
                "0x7f.0.0.1",
                "2130706433",
                "127.1",
                "fe80::1%eth0",
                "localhost",
                "198.51.100.1\n"
            })
    void doesNotTrustWhatIsNoAddress(String forwardedFor) {
        assertThat(client(PROXY, forwardedFor)).isIn(PROXY, "198.51.100.1");
        assertThat(client(PROXY, "1.1.1.1," + forwardedFor + ",10.0.0.2")).isIn("10.0.0.2", "198.51.100.1");
    }

    @Test
    void stopsAtGarbageBeforeATrustedProxy() {
        assertThat(client(PROXY, "198.51.100.1, garbage, 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(client(PROXY, "garbage")).isEqualTo(PROXY);
    }

    @Test
    void knowsAnAddressWithItsZone() {
        assertThat(client("fe80:0:0:0:0:0:0:1%2")).isEqualTo("fe80:0:0:0:0:0:0:1");
    }

    @Test
    void failsWhereTheServerTellsNoAddress() {
        assertThatIllegalStateException().isThrownBy(() -> client("somewhere"));
    }
}
