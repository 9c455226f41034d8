package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    private static InetAddress address(String text) {
        return IpAddress.find(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255",
        "10.1.2.3/8, 10.9.9.9",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.128/25, 192.0.2.255",
        "192.0.2.1/32, 192.0.2.1",
        "0.0.0.0/0, 203.0.113.9",
        "fd00::/8, fdff:1::2",
        "2001:db8::/33, 2001:db8:7fff::1",
        "::1, 0:0:0:0:0:0:0:1",
        "::/0, 2001:db8::1",
        "::ffff:10.0.0.1, 10.0.0.1"
    })
    void holdsTheAddressesThatShareItsPrefix(String network, String member) {
        assertThat(Network.of(network).contains(address(member))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0",
        "10.0.0.0/8, 9.255.255.255",
        "192.0.2.128/25, 192.0.2.127",
        "192.0.2.1/32, 192.0.2.0",
        "0.0.0.0/0, ::1",
        "::/0, 10.0.0.1",
        "2001:db8::/33, 2001:db8:8000::1",
        "fd00::/8, fe00::1"
    })
    void doesNotHoldOthers(String network, String stranger) {
        assertThat(Network.of(network).contains(address(stranger))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "proxy.example/8",
                "/8",
                "::ffff:10.0.0.0/104"
            })
    void refusesWhatIsNotANetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
        assertThat(Network.isValid(text)).isFalse();
    }

    @Test
    void anAddressNeedsToLieInOneOfSeveralNetworks() {
        List<Network> networks = Network.of(List.of("10.0.0.0/8", "fd00::/8"));

        assertThat(Network.anyContains(networks, address("fd00::9"))).isTrue();
        assertThat(Network.anyContains(networks, address("192.0.2.1"))).isFalse();
        assertThat(Network.anyContains(List.of(), address("192.0.2.1"))).isFalse();
    }

    /** Each is an address to some reader of addresses, and another or none to others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "0x7f000001",
                "0177.0.0.1",
                "127.0.0.01",
                "127.0.0.256",
                "127.0.0.1.",
                "127.0.0.1.1",
                " 127.0.0.1",
                "127.0.0.1\n",
                "[::1]",
                "fe80::1%eth0",
                ":",
                ".:1",
                "1::2::3",
                "12345::",
                "localhost",
                "abc",
                "１２７.0.0.1",
                "::127.1"
            })
    void readsNoSpellingThatOthersReadOtherwise(String text) {
        assertThat(IpAddress.find(text)).isEmpty();
    }

    @Test
    void readsIpv4InsideOfIpv6AsTheIpv4Address() {
        assertThat(address("::ffff:192.0.2.1")).isEqualTo(address("192.0.2.1"));
    }
}
