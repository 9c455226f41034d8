package io.ris.agent.execution;

import io.ris.protocol.HttpAuth;
import io.ris.protocol.HttpRequestSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which headers go along with a request: credentials only to the origin that the task names. */
final class HttpCredentials {

    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "x-api-key", "x-auth-token");

    private HttpCredentials() {}

    /** All but cookies. */
    static Map<String, String> headers(HttpRequestSpec spec, boolean trusted) {
        Map<String, String> headers = new LinkedHashMap<>();
        spec.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean passes = trusted || !(SECRET.contains(lower) || "host".equals(lower));
            if (passes && !"cookie".equals(lower)) {
                headers.put(name, value);
            }
        });
        HttpAuth auth = spec.auth();
        if (trusted && auth != null) {
            headers.put(header(auth), value(auth));
        }
        return headers;
    }

    private static String header(HttpAuth auth) {
        return switch (auth.type()) {
            case "basic", "bearer" -> "Authorization";
            default -> auth.customHeader() == null ? "X-API-Key" : auth.customHeader();
        };
    }

    private static String value(HttpAuth auth) {
        return switch (auth.type()) {
            case "basic" -> "Basic " + base64(auth.username() + ":" + auth.password());
            case "bearer" -> "Bearer " + auth.bearerToken();
            default -> text(auth.apiKey());
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
