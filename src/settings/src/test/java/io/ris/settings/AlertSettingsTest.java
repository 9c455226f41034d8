package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSettingsTest {

    private static final String URL = "RIS_MONITORING_ALERTING_WEBHOOK_URL";
    private static final String SECRET = "RIS_MONITORING_ALERTING_WEBHOOK_SECRET";
    private static final String GOOD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void takesAnAddressAndWhatSignsForIt() throws Exception {
        Settings settings = Settings.load(Map.of(URL, "https://alerts.example.org:8443/hook", SECRET, GOOD_SECRET));
        assertThat(settings.find(AlertSettings.WEBHOOK_URL)).contains("https://alerts.example.org:8443/hook");
        assertThat(settings.find(AlertSettings.WEBHOOK_SECRET)).contains(GOOD_SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.example.org", "ftp://alerts.example.org", "https://", "https://[a", "https://a b"})
    void refusesWhatCannotBePostedTo(String url) {
        assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> Settings.load(Map.of(URL, url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "whsec_",
                "whsec_tooshort",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1",
                "whsec_$$KQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void refusesASecretThatIsNone(String secret) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Settings.load(Map.of(URL, "https://alerts.example.org/", SECRET, secret)));
    }

    @Test
    void refusesASecretForNothing() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Settings.load(Map.of(SECRET, GOOD_SECRET)))
                .withMessageContaining("monitoring.alerting.webhook_url");
    }
}
