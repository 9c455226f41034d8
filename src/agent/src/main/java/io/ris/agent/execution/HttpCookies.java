package io.ris.agent.execution;

import io.ris.protocol.HttpRequestSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cookies of one exchange: those of its task, and those that answers set on the way, each for whom it is meant. */
final class HttpCookies {

    /** RFC 6265, section 6.1, names these as what a client should at least keep; it is enough for a few redirects. */
    private static final int MAX_COOKIES = 50;

    private static final int MAX_LENGTH = 4096;

    private final String given;
    private final CookieManager jar = new CookieManager();
    private int room = MAX_COOKIES;

    HttpCookies(HttpRequestSpec spec) {
        String asHeader = spec.headers().entrySet().stream()
                .filter(header -> "cookie".equals(header.getKey().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        given = spec.cookies().isEmpty()
                ? asHeader
                : spec.cookies().entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
    }

    /** The header for a request; empty where there is nothing to send. A cookie that was set goes before one given. */
    Optional<String> header(HttpHop hop) {
        List<String> set = kept(hop.uri());
        String sent = Stream.concat(set.stream(), hop.trusted() ? without(names(set)) : Stream.empty())
                .collect(Collectors.joining("; "));
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent);
    }

    private Stream<String> without(Set<String> names) {
        return names.isEmpty()
                ? Stream.of(given).filter(header -> !header.isEmpty())
                : Stream.of(given.split("; *", -1))
                        .filter(cookie -> !cookie.isEmpty() && !names.contains(name(cookie)));
    }

    private static Set<String> names(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split("; *", -1)))
                .map(HttpCookies::name)
                .collect(Collectors.toSet());
    }

    private static String name(String cookie) {
        return cookie.substring(0, Math.max(0, cookie.indexOf('=')));
    }

    private List<String> kept(URI uri) {
        try {
            return jar.get(uri, Map.of()).getOrDefault("Cookie", List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cookies in memory cannot be read", e);
        }
    }

    /** Keeps what an answer sets. */
    void take(URI from, HttpHeaders answer) {
        List<String> set = answer.allValues("set-cookie").stream()
                .filter(cookie -> cookie.length() <= MAX_LENGTH)
                .limit(room)
                .toList();
        room -= set.size();
        try {
            jar.put(from, Map.of("Set-Cookie", set));
        } catch (IOException e) {
            throw new UncheckedIOException("cookies in memory cannot be kept", e);
        }
    }
}
