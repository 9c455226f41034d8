package io.ris.hub.identity.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientNetworkTest {

    @Test
    void anAddressOfIpv4StandsForItself() {
        assertThat(ClientNetwork.of("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void aWholeNetworkOfIpv6IsOneAddress() {
        assertThat(ClientNetwork.of("2001:db8:1:2:3:4:5:6")).isEqualTo(ClientNetwork.of("2001:db8:1:2::1"));
        assertThat(ClientNetwork.of("2001:db8:1:2::1")).isNotEqualTo(ClientNetwork.of("2001:db8:1:3::1"));
    }

    @Test
    void anAddressOfIpv4InTheFormOfIpv6IsTheSame() {
        assertThat(ClientNetwork.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
