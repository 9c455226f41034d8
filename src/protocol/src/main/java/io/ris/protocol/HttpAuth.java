package io.ris.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of an HTTP task (seed 000, AuthConfig).
 *
 * @param type {@code basic}, {@code bearer}, {@code api_key} or {@code custom_header}
 * @param username for {@code basic}
 * @param password for {@code basic}
 * @param bearerToken for {@code bearer}
 * @param apiKey for {@code api_key} and {@code custom_header}: the value to send
 * @param customHeader the header's name; {@code X-API-Key} for {@code api_key} where none is given
 */
public record HttpAuth(
        String type,
        @Nullable String username,
        @Nullable String password,
        @Nullable String bearerToken,
        @Nullable String apiKey,
        @Nullable String customHeader) {

    /** What stands in place of a secret wherever it is shown. */
    public static final String MASK = "***";

    private static final Pattern QUOTES = Pattern.compile("^\"|\"$");
    private static final Set<String> TYPES = Set.of("basic", "bearer", "api_key", "custom_header");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings("ConstantValue") // JSON leaves out what is optional
    public HttpAuth {
        SpecException.check(
                type != null && TYPES.contains(type), "type", "must be one of basic, bearer, api_key, custom_header");
        switch (type) {
            case "basic" ->
                SpecException.check(username != null && password != null, "username", "and password are required");
            case "bearer" -> checkSent(bearerToken, "bearer_token");
            case "api_key" -> checkKey(customHeader, apiKey);
            default -> {
                SpecException.check(
                        apiKey != null && customHeader != null, "custom_header", "and api_key are required");
                checkKey(customHeader, apiKey);
            }
        }
    }

    private static void checkKey(@Nullable String header, @Nullable String key) {
        checkSent(key, "api_key");
        if (header != null) {
            HttpRequestSpec.checkHeaderName(header, "custom_header");
        }
    }

    private static void checkSent(@Nullable String secret, String field) {
        SpecException.check(secret != null, field, "is required");
        SpecException.check(
                secret == null || HttpRequestSpec.isHeaderValue(secret),
                field,
                "must hold no line breaks, no other control characters and nothing beyond Latin-1");
    }

    /** The same with every secret masked. */
    public HttpAuth masked() {
        return new HttpAuth(type, username, mask(password), mask(bearerToken), mask(apiKey), customHeader);
    }

    /** Each secret in the forms in which it travels. */
    List<String> secretTexts() {
        String pair = username + ":" + password;
        return Stream.of(
                        password,
                        bearerToken,
                        apiKey,
                        password == null
                                ? null
                                : Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** What of a header's value is a secret by itself: what follows a scheme, a password in it, each cookie. */
    static List<String> secretParts(String header, String value) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "authorization", "proxy-authorization" -> credentials(value.strip());
            case "cookie" ->
                Stream.of(value.split(";", -1))
                        .map(cookie -> cookie.substring(cookie.indexOf('=') + 1).strip())
                        .flatMap(cookie ->
                                Stream.of(cookie, QUOTES.matcher(cookie).replaceAll("")))
                        .filter(cookie -> !cookie.isEmpty())
                        .distinct()
                        .toList();
            default -> List.of();
        };
    }

    /** RFC 9110, section 11.4; of Basic (RFC 7617) the password too, as far as it can be read. */
    private static List<String> credentials(String value) {
        int blank = value.indexOf(' ');
        if (blank < 0) {
            return List.of();
        }
        String credentials = value.substring(blank).strip();
        if (!"basic".equalsIgnoreCase(value.substring(0, blank))) {
            return List.of(credentials);
        }
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return List.of(credentials, pair, pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            return List.of(credentials);
        }
    }

    @Override
    public String toString() {
        return "HttpAuth[" + type + "]";
    }

    private static @Nullable String mask(@Nullable String secret) {
        return secret == null ? null : MASK;
    }
}
