package io.ris.agent.execution;

import io.ris.protocol.HttpValidation;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares an answer with what its task demands. */
final class ResponseCheck {

    private ResponseCheck() {}

    /** What is not as demanded, in words; empty where all is. */
    static Optional<String> complaint(HttpValidation wanted, int status, HttpHeaders headers, byte[] body) {
        if (!wanted.statusCodes().isEmpty() && !wanted.statusCodes().contains(status)) {
            return Optional.of("status is " + status + ", not one of " + wanted.statusCodes());
        }
        for (Map.Entry<String, String> header : wanted.headers().entrySet()) {
            if (!headers.allValues(header.getKey()).contains(header.getValue())) {
                return Optional.of("header " + header.getKey() + " is not \"" + header.getValue() + "\"");
            }
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (wanted.bodyContains() != null && !text.contains(wanted.bodyContains())) {
            return Optional.of("the body does not contain the wanted text");
        }
        if (wanted.bodyRegex() != null
                && !Pattern.compile(wanted.bodyRegex()).matcher(text).find()) {
            return Optional.of("the body does not match the wanted expression");
        }
        return Optional.empty();
    }
}
