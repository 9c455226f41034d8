package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    /** A request that has one header and keeps attributes. */
    private static HttpServletRequest request(String requestId) {
        Map<String, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                RequestIdTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> "X-Request-Id".equals(arguments[0]) ? requestId : null;
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0193b8a1-7c3e-7000-8000-000000000001", "trace:1.2_3-4"})
    void keepsAHarmlessIdOfTheClient(String id) {
        assertThat(RequestId.of(request(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\r\nSet-Cookie: x=1",
                "a\n",
                "a\u0000",
                "<script>",
                "\u00e4",
                "{\"a\":1}",
                "${jndi:x}"
            })
    void makesItsOwnInPlaceOfOneThatCouldBreakAHeaderOrALog(String id) {
        assertThat(RequestId.of(request(id))).isNotEqualTo(id).matches("[0-9a-f-]{36}");
    }

    @Test
    void makesItsOwnInPlaceOfOneThatIsTooLong() {
        assertThat(RequestId.of(request("a".repeat(128)))).hasSize(128);
        assertThat(RequestId.of(request("a".repeat(129)))).hasSize(36);
    }

    @Test
    void givesTheSameIdAgainForTheSameRequest() {
        HttpServletRequest request = request(null);
        assertThat(RequestId.of(request)).isEqualTo(RequestId.of(request)).isNotEqualTo(RequestId.of(request(null)));
    }
}
