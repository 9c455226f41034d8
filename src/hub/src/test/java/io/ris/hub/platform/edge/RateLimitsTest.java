package io.ris.hub.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.settings.IpAddress;
import io.ris.settings.Settings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final int BURST = 5;
    private static final InetAddress OFFICE = address("203.0.113.7");
    private static final InetAddress HOME = address("198.51.100.3");

    private final LocalBuckets frozen = new LocalBuckets(() -> 0);
    private final RateLimits limits = limits(true);

    private RateLimits limits(boolean enabled, String... exempt) {
        return new RateLimits(frozen, enabled, 100, BURST, 60 * BURST, Optional.of(List.of(exempt)));
    }

    private static InetAddress address(String text) {
        return IpAddress.find(text).orElseThrow();
    }

    private static boolean isGranted(Admission admission) {
        return admission.allowance().orElseThrow().granted();
    }

    /** As a request with a credential that turns out to be that of a user. */
    private boolean request(InetAddress from, String credential, String user) {
        Admission admission = limits.admit(from, credential);
        return isGranted(admission) && isGranted(limits.identify(admission, user));
    }

    private void flood(InetAddress from, @Nullable String credential) {
        for (int i = 0; i < 100; i++) {
            limits.admit(from, credential);
        }
    }

    @Test
    void limitsAnAddressOfWhichNothingElseIsKnown() {
        for (int i = 0; i < BURST; i++) {
            assertThat(isGranted(limits.admit(OFFICE, null))).isTrue();
        }
        assertThat(isGranted(limits.admit(OFFICE, null))).isFalse();
        assertThat(isGranted(limits.admit(HOME, null))).isTrue();
    }

    @Test
    void probesThatShareAKeyHaveAnAccountOfTheirOwn() {
        for (int i = 0; i < 10 * BURST; i++) {
            Admission admission = limits.admit(OFFICE, "Bearer of probes");
            assertThat(isGranted(limits.identifyProbe(admission, "key"))).isTrue();
        }
        assertThat(isGranted(limits.admit(OFFICE, "Bearer of probes"))).isFalse();
        assertThat(isGranted(limits.identifyProbe(limits.admit(HOME, "another"), "another key")))
                .isTrue();
        assertThat(request(OFFICE, "Bearer anna", "anna")).isTrue();
    }

    @Test
    void badTokensGoOnTheAccountOfTheirAddress() {
        for (int i = 0; i < BURST; i++) {
            Admission admission = limits.admit(OFFICE, "Bearer guess" + i);
            assertThat(isGranted(admission)).isTrue();
            limits.reject(admission);
        }
        assertThat(isGranted(limits.admit(OFFICE, "Bearer another"))).isFalse();
        assertThat(isGranted(limits.admit(OFFICE, null))).isFalse();
    }

    @Test
    void aUserWhoAsksTooOftenTakesNothingFromOthersBehindTheSameAddress() {
        for (int i = 0; i < 100; i++) {
            request(OFFICE, "Bearer anna", "anna");
        }
        assertThat(request(OFFICE, "Bearer anna", "anna")).isFalse();

        assertThat(request(OFFICE, "Bearer bert", "bert")).isTrue();
        assertThat(isGranted(limits.admit(OFFICE, null))).isTrue();
    }

    @Test
    void aUserIsLimitedWhereverTheyAreAndWhateverTheyShow() {
        for (int i = 0; i < BURST; i++) {
            assertThat(request(i % 2 == 0 ? OFFICE : HOME, "Bearer anna" + i, "anna"))
                    .isTrue();
        }
        assertThat(request(HOME, "Bearer anna0", "anna")).isFalse();
        assertThat(request(address("192.0.2.9"), "Bearer new", "anna")).isFalse();
    }

    @Test
    void whoIsKnownPassesWhileSomebodyElseFloodsTheAddress() {
        request(OFFICE, "Bearer anna", "anna");

        flood(OFFICE, null);
        flood(OFFICE, "Bearer guess");

        assertThat(request(OFFICE, "Bearer anna", "anna")).isTrue();
        assertThat(isGranted(limits.admit(OFFICE, "Bearer bert"))).isFalse();
    }

    @Test
    void refusesWhoIsKnownBeforeAnybodyLooksAtTheCredential() {
        for (int i = 0; i < BURST; i++) {
            request(OFFICE, "Bearer anna", "anna");
        }
        assertThat(isGranted(limits.admit(OFFICE, "Bearer anna"))).isFalse();
    }

    @Test
    void aCredentialThatIsGoodNoLongerGoesOnItsAddressAgain() {
        request(OFFICE, "Bearer anna", "anna");
        limits.reject(limits.admit(OFFICE, "Bearer anna"));

        flood(OFFICE, null);

        assertThat(isGranted(limits.admit(OFFICE, "Bearer anna"))).isFalse();
    }

    @Test
    void takesOneRequestOnceFromAnAccount() {
        Admission admission = limits.admit(OFFICE, "Bearer anna");
        assertThat(limits.identify(admission, "anna").allowance().orElseThrow().remaining())
                .isEqualTo(BURST - 1);
        assertThat(limits.admit(OFFICE, null).allowance().orElseThrow().remaining())
                .isEqualTo(BURST - 1);

        Admission second = limits.admit(OFFICE, "Bearer anna");
        assertThat(limits.identify(second, "anna").allowance().orElseThrow().remaining())
                .isEqualTo(BURST - 2);
    }

    @Test
    void manyAgentsBehindOneAddressConnectAtOnce() {
        for (int i = 0; i < 1000; i++) {
            assertThat(isGranted(limits.admitVerified(OFFICE, "CN=agent-" + i))).isTrue();
        }
        for (int i = 1; i < BURST; i++) {
            assertThat(isGranted(limits.admitVerified(OFFICE, "CN=agent-1"))).isTrue();
        }
        assertThat(isGranted(limits.admitVerified(OFFICE, "CN=agent-1"))).isFalse();
    }

    @Test
    void doesNotLimitWhatIsExempt() {
        RateLimits exempting = limits(true, "203.0.113.0/24");

        assertThat(exempting.admit(OFFICE, null).allowance()).isEmpty();
        assertThat(exempting.identify(exempting.admit(OFFICE, "x"), "anna").allowance())
                .isEmpty();
        assertThat(exempting.admit(HOME, null).allowance()).isPresent();
    }

    @Test
    void limitsNobodyWhereItIsOff() {
        RateLimits off = limits(false);

        assertThat(off.admit(OFFICE, null).allowance()).isEmpty();
        assertThat(off.admitVerified(OFFICE, "CN=agent").allowance()).isEmpty();
    }

    @Test
    void takesOtherLimitsWhileItRuns() throws Exception {
        flood(OFFICE, null);

        limits.change(new SettingsChanged(Settings.load(Map.of("RIS_SECURITY_RATE_LIMITING_BURST_SIZE", "7"))));

        assertThat(isGranted(limits.admit(OFFICE, null))).isTrue();
        limits.change(new SettingsChanged(Settings.load(Map.of("RIS_SECURITY_RATE_LIMITING_ENABLED", "false"))));
        assertThat(limits.admit(OFFICE, null).allowance()).isEmpty();
    }

    @Test
    void showsNoCredential() {
        assertThat(limits.admit(OFFICE, "Bearer secret").toString()).doesNotContain("secret");
    }
}
