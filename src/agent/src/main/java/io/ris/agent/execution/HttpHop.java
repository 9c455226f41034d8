package io.ris.agent.execution;

import io.ris.protocol.HttpRequestSpec;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of an exchange that may be redirected.
 *
 * @param body request body; null for none
 * @param trusted whether this is still the origin that the task names, which alone may see credentials
 */
record HttpHop(URI uri, String method, @Nullable String body, boolean trusted) {

    private static final Set<Integer> REWRITING = Set.of(301, 302, 303);
    private static final Set<Integer> KEEPING = Set.of(307, 308);

    static HttpHop first(HttpRequestSpec spec) {
        return new HttpHop(URI.create(spec.url()), spec.method(), spec.body(), true);
    }

    /** Where an answer leads, if it is a redirect that can be followed (RFC 9110, section 15.4). */
    Optional<HttpHop> next(int status, HttpHeaders headers) {
        if (!REWRITING.contains(status) && !KEEPING.contains(status)) {
            return Optional.empty();
        }
        return headers.firstValue("location").flatMap(this::resolve).map(target -> redirected(status, target));
    }

    private HttpHop redirected(int status, URI target) {
        boolean toGet = status == 303 ? !"HEAD".equals(method) : REWRITING.contains(status) && "POST".equals(method);
        boolean sameOrigin = origin(uri).equals(origin(target));
        return new HttpHop(target, toGet ? "GET" : method, toGet ? null : body, trusted && sameOrigin);
    }

    private Optional<URI> resolve(String location) {
        try {
            URI target = uri.resolve(location);
            boolean http = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
            boolean downgrade = "https".equals(uri.getScheme()) && "http".equals(target.getScheme());
            return http && target.getHost() != null && !downgrade ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException notUri) {
            return Optional.empty();
        }
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
