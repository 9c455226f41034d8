package io.ris.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is and how to log in there, as its URI says: {@code redis[s]://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]}, as
 * registered with IANA. Immutable.
 *
 * @param tls whether the connection is encrypted
 * @param host name or address, without brackets
 * @param user whom the password is of; empty for the default user
 * @param password empty where the URI has none
 * @param database empty where the URI has none
 */
public record RedisAddress(
        boolean tls, String host, int port, Optional<String> user, Optional<String> password, OptionalInt database) {

    private static final int PORT = 6379;
    private static final int HIGHEST_PORT = 65_535;

    /** Not a {@code java.net.URI}, which takes a host with an underscore, as container networks name them, for none. */
    private static final Pattern URI = Pattern.compile(
            "redis(?<tls>s?)://((?<user>[^:@/?#\\s]*):(?<password>[^@/?#\\s]+)@)?"
                    + "(\\[(?<ipv6>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9._-]+))(:(?<port>\\d{1,5}))?(/(?<database>\\d{1,2})?)?");

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException if it is none, with a message that does not repeat it
     */
    public static RedisAddress of(String uri) {
        return parse(uri).orElseThrow(() -> new IllegalArgumentException("not the URI of a Redis"));
    }

    static boolean isValid(String uri) {
        return parse(uri).isPresent();
    }

    private static Optional<RedisAddress> parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches() || number(parts.group("port")).orElse(PORT) > HIGHEST_PORT) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RedisAddress(
                    !parts.group("tls").isEmpty(),
                    parts.group("ipv6") == null ? parts.group("host") : parts.group("ipv6"),
                    number(parts.group("port")).orElse(PORT),
                    decoded(parts.group("user")),
                    decoded(parts.group("password")),
                    number(parts.group("database"))));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    private static OptionalInt number(@Nullable String digits) {
        return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    private static Optional<String> decoded(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    /** Host and port: where it is, without how to log in. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
