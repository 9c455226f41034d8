package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestSpecTest {

    private static HttpRequestSpec read(String fields) throws JsonProcessingException {
        String json = "{\"type\":\"http_request\",\"url\":\"https://localhost/\"," + fields + "}";
        return (HttpRequestSpec) Json.strict().readValue(json, TaskSpec.class);
    }

    private static HttpRequestSpec with(Map<String, String> headers, Map<String, String> cookies) {
        return new HttpRequestSpec(
                "GET", "http://localhost/", headers, null, null, null, null, null, null, null, cookies, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "a=b", "%20", "\"quoted\"", "{}", "a:b/c?d#e&f"})
    void takesValuesOfCookies(String value) {
        assertThat(with(Map.of(), Map.of("c", value)).cookies()).containsEntry("c", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b=c", "a b", "a,b", "a\"b", "a\\b", "ü", "a\r\nX: y", "a\tb", "\u0000", "\"a"})
    void refusesWhatCouldBeReadAsMoreThanOneCookie(String value) {
        assertThatThrownBy(() -> with(Map.of(), Map.of("c", value))).hasMessageContaining("cookies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "ü"})
    void refusesWhatIsNoNameOfACookie(String name) {
        assertThatThrownBy(() -> with(Map.of(), Map.of(name, "v"))).hasMessageContaining("cookies");
    }

    @Test
    void refusesCookiesInTwoPlaces() {
        assertThatThrownBy(() -> with(Map.of("cookie", "a=b"), Map.of("c", "d")))
                .hasMessageContaining("cookies");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"max_redirects\":-1|max_redirects",
                "\"max_redirects\":21|max_redirects",
                "\"headers\":{\"Connection\":\"close\"}|headers must not hold Connection",
                "\"headers\":{\"content-length\":\"1\"}|headers must not hold content-length",
                "\"headers\":{\"Expect\":\"100-continue\"}|headers must not hold Expect",
                "\"headers\":{\"Upgrade\":\"h2c\"}|headers must not hold Upgrade",
                "\"headers\":{\"X-A\":\"b\\r\\nX-B: c\"}|headers",
                "\"headers\":{\"X-A\":\"b\\u0001\"}|X-A",
                "\"headers\":{\"X-A\":\"10 \u20ac\"}|X-A",
                "\"headers\":{\"X A\":\"b\"}|headers has an impossible name",
                "\"auth\":{\"type\":\"custom_header\",\"custom_header\":\"Upgrade\",\"api_key\":\"k\"}|custom_header",
                "\"auth\":{\"type\":\"custom_header\",\"custom_header\":\"X Y\",\"api_key\":\"k\"}|custom_header",
                "\"auth\":{\"type\":\"api_key\",\"api_key\":\"k\\n\"}|api_key",
                "\"auth\":{\"type\":\"bearer\",\"bearer_token\":\"\u20ac\"}|bearer_token",
                "\"tls\":{\"min_version\":\"1.1\"}|min_version",
                "\"tls\":{\"ca\":\"none\"}|ca",
                "\"tls\":{\"client_key\":\"k\"}|client_key",
                "\"tls\":{\"client_certificate\":\"c\"}|client_key",
                "\"tls\":{\"client_key\":\"k\",\"client_certificate\":\"c\"}|client_certificate"
            })
    void namesTheFieldThatBreaksARule(String fields, String field) {
        assertThatThrownBy(() -> read(fields))
                .hasCauseInstanceOf(SpecException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\ta", "ü", "~", "a\u00ff"})
    void takesValuesOfHeaders(String value) {
        assertThat(with(Map.of("Host", "elsewhere", "X-A", value), Map.of()).headers())
                .containsEntry("X-A", value);
    }

    @Test
    void showsNoCookieAndNoKey() throws JsonProcessingException {
        String shown = Json.strict()
                        .writeValueAsString(with(Map.of("Cookie", "session=canary"), Map.of())
                                .masked())
                + Json.strict()
                        .writeValueAsString(
                                with(Map.of(), Map.of("session", "canary")).masked());

        assertThat(shown).doesNotContain("canary").contains("\"session\":\"***\"");
    }

    @Test
    void whatIsShownCanBeReadAgain() throws JsonProcessingException {
        HttpRequestSpec spec = read("\"cookies\":{\"a\":\"b\"},\"tls\":{\"verify\":false},\"max_redirects\":0");

        String shown = Json.strict().writerFor(TaskSpec.class).writeValueAsString(spec.masked());

        assertThat(Json.strict().readValue(shown, TaskSpec.class)).isEqualTo(spec.masked());
        assertThat(spec.redirectLimit()).isZero();
        assertThat(spec.tls()).isNotNull();
    }

    @Test
    void tellsEachSecretInTheFormsThatAServerMaySayItIn() {
        assertThat(with(Map.of("Authorization", "Bearer  XYZ-token"), Map.of()).secretTexts())
                .contains("Bearer  XYZ-token", "XYZ-token");
        assertThat(with(Map.of("proxy-authorization", "basic YW5uYTpodW50ZXIyOg=="), Map.of())
                        .secretTexts())
                .contains("YW5uYTpodW50ZXIyOg==", "anna:hunter2:", "hunter2:")
                .doesNotContain("anna");
        assertThat(with(Map.of("Authorization", "Basic n%t"), Map.of()).secretTexts())
                .contains("n%t");
        assertThat(with(Map.of("Cookie", "a=first; b=\"second\";c=x=y"), Map.of())
                        .secretTexts())
                .contains("first", "\"second\"", "second", "x=y")
                .doesNotContain("");
        assertThat(with(Map.of("X-Api-Key", "a b"), Map.of()).secretTexts()).containsExactly("a b");
        assertThat(with(Map.of("Accept", "text/html"), Map.of()).secretTexts()).isEmpty();
    }

    @Test
    void saysNoSecretOfItself() {
        HttpRequestSpec spec = with(Map.of("Authorization", "Bearer canary"), Map.of("c", "canary"));

        assertThat(spec.toString()).doesNotContain("canary");
    }
}
