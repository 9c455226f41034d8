package io.ris.hub.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPolicyTest {

    private static final String ADMIN = "https://admin.example";

    private final CorsPolicy policy = policy(true, ADMIN, "https://Other.Example:8443", "http://plain.example:80");

    private static CorsPolicy policy(boolean enabled, String... origins) {
        return new CorsPolicy(
                enabled,
                Optional.of(List.of(origins)),
                Optional.of(List.of("GET", "PUT")),
                Optional.of(List.of("Authorization", "Content-Type")));
    }

    private static OwnOrigins own(CorsPolicy policy) {
        return new OwnOrigins(policy, Optional.of("https://hub.example:443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ADMIN, "https://other.example:8443", "http://plain.example"})
    void allowsTheOriginsOfTheList(String origin) {
        assertThat(policy.allows(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "",
                "http://admin.example",
                "https://admin.example:444",
                "https://admin.example.evil.example",
                "https://evil-admin.example",
                "https://x.admin.example",
                "https://admin.exampl",
                "https://admin.example/",
                "https://admin.example, https://evil.example",
                "https://ADMIN.example",
                "https://other.example"
            })
    void allowsNoOther(String origin) {
        assertThat(policy.allows(origin)).isFalse();
        assertThat(own(policy).mayConnect(origin, "https://hub.example")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ",
        "POST, ",
        "HEAD, ",
        "PUT, authorization",
        "PUT, 'Authorization, CONTENT-TYPE,accept'",
        "GET, ''"
    })
    void allowsMethodsAndHeadersOfTheListsAndWhatEveryPageMay(String method, String headers) {
        assertThat(policy.allows(ADMIN, method, headers)).isTrue();
        assertThat(policy.allows("https://evil.example", method, headers)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DELETE, ", "put, ", "PATCH, authorization", "PUT, x-evil", "PUT, 'authorization, x-evil'", "PUT, *"})
    void allowsNoOtherMethodOrHeader(String method, String headers) {
        assertThat(policy.allows(ADMIN, method, headers)).isFalse();
    }

    @Test
    void isOffWithoutAListOrWhenSwitchedOff() {
        assertThat(policy.isActive()).isTrue();
        assertThat(policy(true).isActive()).isFalse();
        assertThat(policy(false, ADMIN).isActive()).isFalse();
        assertThat(policy(false, ADMIN).allows(ADMIN)).isFalse();
    }

    @Test
    void takesAnotherListWhileItRuns() throws Exception {
        policy.change(new SettingsChanged(
                Settings.load(Map.of("RIS_SERVER_CORS_ALLOWED_ORIGINS", "https://new.example:443"))));

        assertThat(policy.allows("https://new.example")).isTrue();
        assertThat(policy.allows(ADMIN)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"https://hub.example", "https://10.0.0.5:8057", ADMIN})
    void ownPagesThoseOfTheListAndWhatIsNoBrowserMayConnect(String origin) {
        assertThat(own(policy).mayConnect(origin, "https://10.0.0.5:8057")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.5, https://10.0.0.5:8057",
        "http://10.0.0.5:8057, https://10.0.0.5:8057",
        "https://evil.example, https://10.0.0.5:8057",
        "https://null, https://null:1"
    })
    void aPageOfAnotherPortOrSchemeIsAnother(String origin, String own) {
        assertThat(own(policy).mayConnect(origin, own)).isFalse();
    }

    @Test
    void knowsItsOwnNameWithoutTheUsualPort() {
        assertThat(own(policy(false)).mayConnect("https://ris.example", "https://ris.example:443"))
                .isTrue();
    }
}
