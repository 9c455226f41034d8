package io.ris.hub.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.settings.EdgeSettings;
import io.ris.settings.IpAddress;
import io.ris.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundGuardTest {

    private final Map<String, List<String>> zone = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private OutboundGuard guard(String... allowed) {
        return new OutboundGuard(List.of(allowed), this::lookUp);
    }

    private OutboundGuard byDefault() {
        try {
            return new OutboundGuard(Settings.load(Map.of()).get(EdgeSettings.OUTBOUND_ALLOWED_NETWORKS), this::lookUp);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        asked.add(name);
        if (!zone.containsKey(name)) {
            throw new UnknownHostException(name);
        }
        return zone.get(name).stream()
                .map(text -> IpAddress.find(text).orElseThrow())
                .toArray(InetAddress[]::new);
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }

    private static void assertRefused(OutboundGuard guard, String host) {
        assertThatExceptionOfType(OutboundRefusedException.class).isThrownBy(() -> guard.resolve(host));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "::1, a loopback address",
        "[::1], a loopback address",
        "0.0.0.0, an unspecified address",
        "0.1.2.3, an unspecified address",
        "::, an unspecified address",
        "169.254.0.1, a link-local address",
        "169.254.169.254, a cloud's metadata service",
        "169.254.170.2, a cloud's metadata service",
        "100.100.100.200, a cloud's metadata service",
        "168.63.129.16, a cloud's metadata service",
        "fd00:ec2::254, a cloud's metadata service",
        "[fd00:ec2:0:0::254], a cloud's metadata service",
        "fe80::1, a link-local address",
        "fec0::1, a link-local address",
        "224.0.0.1, a multicast address",
        "239.255.255.250, a multicast address",
        "ff02::1, a multicast address",
        "255.255.255.255, a reserved address",
        "240.0.0.1, a reserved address",
        "192.0.2.1, a reserved address",
        "198.18.0.1, a reserved address",
        "2001:db8::1, a reserved address",
        "100.64.0.1, a private address",
        "::7f00:1, an IPv4 address inside of an IPv6 one",
        "::127.0.0.1, an IPv4 address inside of an IPv6 one",
        "::ffff:0:127.0.0.1, an IPv4 address inside of an IPv6 one",
        "64:ff9b::7f00:1, an IPv4 address inside of an IPv6 one",
        "64:ff9b::169.254.169.254, an IPv4 address inside of an IPv6 one",
        "64:ff9b:1::a00:1, an IPv4 address inside of an IPv6 one",
        "2002:7f00:1::, an IPv4 address inside of an IPv6 one",
        "2002:a9fe:a9fe::1, an IPv4 address inside of an IPv6 one",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, an IPv4 address inside of an IPv6 one"
    })
    void refusesWhatIsNotThePublicInternetAndSaysWhatItIs(String address, String kind) {
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> byDefault().resolve(address))
                .withMessageContaining(address + " is " + kind);
        zone.put("evil.example", List.of(address.replaceAll("[\\[\\]]", "")));
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> byDefault().resolve("evil.example"))
                .withMessageContaining("evil.example is " + kind)
                .withMessageNotContaining(address.replaceAll("[\\[\\]]", "") + " ");
    }

    /** Each is 127.0.0.1, or something like it, to some reader of addresses; none is looked up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0X7F000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "0177.0.0.0x1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.1.1",
                "127.0.0.256",
                "127.0.0.0x1",
                "0x",
                "1.0x",
                "evil.1",
                "::ffff:127.0.0.1",
                "[::ffff:7f00:1]",
                "::ffff:10.0.0.1",
                "::ffff:8.8.8.8",
                "0:0:0:0:0:ffff:a9fe:a9fe",
                "fe80::1%eth0",
                "[::1%25lo]",
                "::1]",
                "１２７.0.0.1",
                "127。0。0。1",
                "ⓛocalhost",
                "local\u00adhost",
                "local host",
                "local\thost",
                "localhost\r\nHost: x",
                "user@host",
                "host/path",
                "host#x",
                "host\\@other",
                "a..b",
                "-a.example",
                ".",
                "..",
                "%6c%6f",
                ""
            })
    void refusesEveryOtherSpellingWithoutLookingItUp(String host) {
        assertRefused(guard("0.0.0.0/0", "::/0", "127.0.0.0/8", "::1", "::ffff:0:0:0/96", "10.0.0.0/8"), host);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "[2a00:1450:4001::1]"})
    void allowsThePublicInternet(String address) throws Exception {
        assertThat(guard().resolve(address)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "172.31.255.254", "192.168.1.1", "fd12:3456::1"})
    void allowsPrivateNetworksByDefaultAndNotWhereNoneIsNamed(String address) throws Exception {
        assertThat(byDefault().resolve(address)).hasSize(1);
        assertRefused(guard(), address);
    }

    @Test
    void allowsWhatIsNamed() throws Exception {
        assertThat(texts(guard("127.0.0.0/8").resolve("127.0.0.1"))).containsExactly("127.0.0.1");
        assertThat(texts(guard("::1").resolve("::1"))).containsExactly("0:0:0:0:0:0:0:1");
        assertThat(texts(guard("169.254.169.254").resolve("169.254.169.254"))).containsExactly("169.254.169.254");
        assertThat(guard("64:ff9b::/96").resolve("64:ff9b::808:808")).hasSize(1);
    }

    @Test
    void theNarrowerRuleCounts() {
        assertRefused(guard("0.0.0.0/0"), "127.0.0.1");
        assertRefused(guard("169.254.0.0/16"), "169.254.169.254");
        assertRefused(guard("fc00::/7"), "fd00:ec2::254");
        assertRefused(guard("fd00:ec2::/32"), "fd00:ec2::254");
    }

    @Test
    void givesBackTheVeryAddressesThatItChecked() throws Exception {
        zone.put("db.example", List.of("10.0.0.5", "10.0.0.6"));

        List<InetAddress> checked = byDefault().resolve("DB.example.");
        zone.put("db.example", List.of("127.0.0.1"));

        assertThat(texts(checked)).containsExactly("10.0.0.5", "10.0.0.6");
        assertThat(asked).containsExactly("db.example");
    }

    @Test
    void leavesOutOfAMixedAnswerWhatIsRefused() throws Exception {
        zone.put("mixed.example", List.of("127.0.0.1", "8.8.8.8", "::1", "169.254.169.254"));

        assertThat(texts(byDefault().resolve("mixed.example"))).containsExactly("8.8.8.8");
    }

    @Test
    void checksEachLookUpAnew() throws Exception {
        zone.put("rebinding.example", List.of("8.8.8.8"));
        OutboundGuard guard = byDefault();
        guard.resolve("rebinding.example");

        zone.put("rebinding.example", List.of("127.0.0.1"));

        assertRefused(guard, "rebinding.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://user@127.0.0.1/",
                "http://[::1]:8080/x",
                "http://[::ffff:127.0.0.1]/",
                "http://0x7f.1/",
                "http://2130706433/",
                "file:///etc/passwd",
                "mailto:a@example.com",
                "/relative",
                "http://8.8.8.8@127.0.0.1/",
                "http://127.0.0.1#@8.8.8.8/",
                "http://127.0.0.1?@8.8.8.8/"
            })
    void refusesUrisByTheirHost(String uri) {
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> byDefault().resolve(URI.create(uri)));
    }

    @Test
    void tellsANameThatIsNotThereFromOneThatIsRefused() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> byDefault().resolve("nowhere.example"))
                .isNotInstanceOf(OutboundRefusedException.class);
    }

    @Test
    void readsTheHostOfAUri() throws Exception {
        zone.put("login.example", List.of("8.8.4.4"));

        assertThat(texts(byDefault().resolve(URI.create("https://user@login.example:8443/path"))))
                .containsExactly("8.8.4.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost."})
    void refusesTheMachineItselfByItsName(String name) {
        assertRefused(new OutboundGuard(List.of("10.0.0.0/8"), InetAddress::getAllByName), name);
    }

    @Test
    void tellsWithoutANameServerWhatIsNeverCalled() throws Exception {
        for (String host :
                List.of("127.0.0.1", "[::1]", "169.254.169.254", "localhost", "Any.LOCALHOST.", "2130706433", "a b")) {
            assertThatExceptionOfType(OutboundRefusedException.class).as(host).isThrownBy(() -> byDefault()
                    .requireCallable(host));
        }
        byDefault().requireCallable("10.0.0.1");
        byDefault().requireCallable("nobody.example");
        guard("127.0.0.0/8").requireCallable("localhost");
        assertThat(asked).isEmpty();
    }
}
