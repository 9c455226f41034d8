package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RequestSharesTest {

    @Test
    void theInnermostPartThatTheStackNamesCounts() {
        assertThat(RequestShares.part(List.of(
                        "java.util.HashMap.get",
                        "io.ris.hub.identity.sessions.SessionService.isLive",
                        "io.ris.hub.platform.web.PermissionFilter.filter",
                        "org.jboss.resteasy.core.SynchronousDispatcher.invoke",
                        "com.ibm.ws.http.dispatcher.internal.channel.HttpDispatcherLink.ready")))
                .contains(RequestShares.Part.AUTHENTICATION);
        assertThat(RequestShares.part(List.of(
                        "java.util.HashMap.get", "io.ris.hub.platform.web.PermissionFilter.filter", "org.jboss.X.y")))
                .contains(RequestShares.Part.AUTHORIZATION);
    }

    @Test
    void whatNamesNoOtherPartIsTheNetworks() {
        assertThat(RequestShares.part(List.of("sun.nio.ch.EPoll.wait", "com.ibm.ws.tcpchannel.X.y")))
                .contains(RequestShares.Part.HTTP);
        assertThat(RequestShares.part(List.of("some.library.X.y"))).isEmpty();
    }

    @Test
    void securityIsAuthenticationAuthorizationTenantAndLimits() {
        Map<RequestShares.Part, Long> samples = new EnumMap<>(RequestShares.Part.class);
        samples.put(RequestShares.Part.AUTHENTICATION, 3L);
        samples.put(RequestShares.Part.TENANT, 2L);
        samples.put(RequestShares.Part.TLS, 5L);
        assertThat(new RequestShares(samples).security()).isEqualTo(50, Offset.offset(0.001));
        assertThat(new RequestShares(new EnumMap<>(RequestShares.Part.class)).security())
                .isZero();
    }
}
