package io.ris.hub.platform.edge;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.settings.EdgeSettings;
import io.ris.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which other origins' pages may call the API from a browser, and how: those of the list and none else. Thread-safe.
 *
 * <p>Nothing allows credentials: the API knows no cookies, and a bearer token is a header that the page itself sets.
 */
@HubService
public class CorsPolicy {

    /** What is allowed to every page (Fetch standard, CORS-safelisted methods), so that a list need not name it. */
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "POST");

    private static final Set<String> SAFE_HEADERS = Set.of("accept", "accept-language", "content-language");

    private volatile Rules rules;

    private record Rules(Set<String> origins, List<String> methods, List<String> headers, Set<String> headerNames) {

        static Rules of(boolean enabled, List<String> origins, List<String> methods, List<String> headers) {
            return new Rules(
                    enabled ? set(origins, WebOrigin::of) : Set.of(),
                    methods,
                    headers,
                    set(headers, name -> name.toLowerCase(Locale.ROOT)));
        }

        private static Set<String> set(List<String> items, UnaryOperator<String> spelling) {
            return items.stream().map(spelling).collect(Collectors.toUnmodifiableSet());
        }
    }

    @Inject
    CorsPolicy(
            @ConfigProperty(name = "server.cors.enabled") boolean enabled,
            @ConfigProperty(name = "server.cors.allowed_origins") Optional<List<String>> origins,
            @ConfigProperty(name = "server.cors.allowed_methods") Optional<List<String>> methods,
            @ConfigProperty(name = "server.cors.allowed_headers") Optional<List<String>> headers) {
        this.rules = Rules.of(enabled, origins.orElse(List.of()), methods.orElse(List.of()), headers.orElse(List.of()));
    }

    void change(@Observes SettingsChanged changed) {
        Settings settings = changed.settings();
        rules = Rules.of(
                settings.get(EdgeSettings.CORS_ENABLED),
                settings.get(EdgeSettings.CORS_ALLOWED_ORIGINS),
                settings.get(EdgeSettings.CORS_ALLOWED_METHODS),
                settings.get(EdgeSettings.CORS_ALLOWED_HEADERS));
    }

    /** Whether any other origin is allowed at all, so that answers depend on who asks. */
    public boolean isActive() {
        return !rules.origins().isEmpty();
    }

    /** Whether pages of an origin may read answers. */
    public boolean allows(String origin) {
        return rules.origins().contains(origin);
    }

    /**
     * Whether a page may send such a request.
     *
     * @param requested names of headers, separated by commas; null for none
     */
    public boolean allows(String origin, String method, @Nullable String requested) {
        return allows(origin)
                && (SAFE_METHODS.contains(method) || rules.methods().contains(method))
                && Stream.of((requested == null ? "" : requested).split(","))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .allMatch(name -> name.isEmpty()
                                || SAFE_HEADERS.contains(name)
                                || rules.headerNames().contains(name));
    }

    /** Methods to tell of, beside those that every page may use. */
    public List<String> methods() {
        return rules.methods();
    }

    /** Headers to tell of, beside those that every page may set. */
    public List<String> headers() {
        return rules.headers();
    }
}
