package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectivityTestSpecTest {

    private static TaskSpec read(String fields) throws Exception {
        return Json.strict().readValue("{\"type\":\"connectivity_test\"," + fields + "}", TaskSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"kind\":\"icmp\",\"host\":\"a\"|kind must be",
                "\"kind\":\"tcp\",\"host\":\"a\"|port is required",
                "\"kind\":\"tcp\",\"port\":1|host is required",
                "\"kind\":\"tcp\",\"host\":\"a\",\"port\":0|port must be 1 to 65535",
                "\"kind\":\"tcp\",\"host\":\"a\",\"port\":1,\"url\":\"http://a\"|url does not go with tcp",
                "\"kind\":\"tls\",\"host\":\"a\",\"password\":\"x\"|password does not go with tls",
                "\"kind\":\"http\",\"url\":\"ftp://a\"|url must be",
                "\"kind\":\"http\",\"url\":\"http://a:b@c\"|url must not hold credentials",
                "\"kind\":\"tls\",\"host\":\"a\",\"ca\":\"none\"|ca must be certificates in PEM",
                "\"kind\":\"dns\"|name is required",
                "\"kind\":\"dns\",\"name\":\"a\",\"record_type\":\"ANY\"|record_type must be",
                "\"kind\":\"ldap\",\"host\":\"a\",\"bind_dn\":\"cn=a\"|password goes with bind_dn",
                "\"kind\":\"ldap\",\"host\":\"a\",\"starttls\":true,\"ldaps\":true|starttls cannot go with ldaps",
            })
    void refusesWhatMakesNoSense(String fields, String words) {
        assertThatThrownBy(() -> read(fields)).hasMessageContaining(words);
    }

    @Test
    void hidesThePasswordWhereverItIsShown() throws Exception {
        TaskSpec spec = read("\"kind\":\"ldap\",\"host\":\"a\",\"bind_dn\":\"cn=a\",\"password\":\"t0ps3cret\"");

        assertThat(Json.strict().writeValueAsString(spec.masked()))
                .contains("***")
                .doesNotContain("t0ps3cret");
        assertThat(spec.toString()).doesNotContain("t0ps3cret");
        assertThat(spec.secretTexts()).containsExactly("t0ps3cret");
        assertThat(read("\"kind\":\"ldap\",\"host\":\"a\"").secretTexts()).isEmpty();
        assertThat(spec.idempotentByNature()).isTrue();
    }
}
