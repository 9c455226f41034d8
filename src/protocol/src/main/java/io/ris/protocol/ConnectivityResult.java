package io.ris.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connectivity test found, as far as it came.
 *
 * @param phases how long each took, in milliseconds and in their order: {@code resolve}, {@code connect}, {@code tls},
 *     {@code first_byte}, {@code query}, {@code bind}, {@code read}; the last one is where a failed test ended
 * @param addresses those that were tried, in their order
 * @param tls the encryption and the peer's certificate; null where it did not come to that
 * @param statusCode of an HTTP answer; null for none
 * @param answers of a name server; null where none was asked
 * @param executionTime all of it, in milliseconds
 */
public record ConnectivityResult(
        Map<String, Long> phases,
        List<Address> addresses,
        @Nullable Tls tls,
        @Nullable Integer statusCode,
        @Nullable List<String> answers,
        long executionTime)
        implements TaskResult {

    public ConnectivityResult {
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
        addresses = List.copyOf(addresses);
        answers = answers == null ? null : List.copyOf(answers);
    }

    /**
     * An address that was tried.
     *
     * @param error code of why it could not be connected to; null where it could
     */
    public record Address(String address, @Nullable String error) {}

    /**
     * How a connection is encrypted, and by whom.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param names of the certificate: DNS names and IP addresses
     */
    public record Tls(
            String protocol,
            String cipher,
            String subject,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            List<String> names) {

        public Tls {
            names = List.copyOf(names);
        }
    }
}
