package io.ris.hub.webhooks.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.outbound.Guards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlsTest {

    private final WebhookUrls urls = new WebhookUrls(Guards.knowingNobody(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://alerts.example.org",
                "https://alerts.example.org:8443/ris?team=a%20b",
                "http://93.184.215.14/",
                "https://[2606:4700::1111]/hook"
            })
    void takesWhatCanBePostedTo(String url) {
        assertThat(urls.checked(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alerts",
                "ftp://alerts.example.org/",
                "file:///etc/passwd",
                "https://",
                "https:///path",
                "https://alerts.example.org:0/",
                "https://alerts.example.org:65536/",
                "https://user:password@alerts.example.org/",
                "https://alerts.example.org/#part",
                "https://alerts example.org/",
                "https://alerts.example.org/\r\nX-Injected: 1",
                "https://grüße.example.org/",
                "https://alerts.example.org/grüße",
                " https://alerts.example.org/",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://localhost/",
                "https://Metadata.LOCALHOST./",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]:8057/",
                "https://10.0.0.1/"
            })
    void refusesWhatIsNoAddressOrNoneToCallAndNamesTheField(String url) {
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> urls.checked(url))
                .satisfies(
                        fault -> assertThat(fault.errors()).singleElement().satisfies(error -> assertThat(error.field())
                                .isEqualTo("url")));
    }

    @Test
    void refusesWhatIsNotEncryptedWhereThatIsAsked() {
        WebhookUrls strict = new WebhookUrls(Guards.knowingNobody(), true);
        assertThat(strict.checked("https://alerts.example.org/")).isNotEmpty();
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> strict.checked("http://alerts.example.org/"))
                .withMessageContaining("https://");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> urls.checked("https://alerts.example.org/" + "a".repeat(2048)));
    }
}
