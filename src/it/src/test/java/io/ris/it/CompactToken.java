package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A signed token taken apart into its three encoded parts (RFC 7515, section 7.1), to look into and to tamper with. */
record CompactToken(String header, String claims, String signature) {

    private static final Pattern PARTS = Pattern.compile("([^.]+)\\.([^.]+)\\.([^.]+)");

    static CompactToken of(String token) {
        Matcher parts = PARTS.matcher(token);
        assertThat(parts.matches()).as("three parts").isTrue();
        return new CompactToken(parts.group(1), parts.group(2), parts.group(3));
    }

    JsonNode headerJson() {
        return json(header);
    }

    JsonNode claimsJson() {
        return json(claims);
    }

    private static JsonNode json(String part) {
        try {
            return Json.lenient().readTree(decoded(part));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + decoded(part), e);
        }
    }

    /** What the signature covers. */
    String signed() {
        return header + "." + claims;
    }

    CompactToken withHeader(String json) {
        return new CompactToken(encoded(json.getBytes(StandardCharsets.UTF_8)), claims, signature);
    }

    /** The same with a text replaced in its claims, which must be there. */
    CompactToken withClaim(String old, String other) {
        String text = decoded(claims);
        assertThat(text).contains(old);
        return new CompactToken(header, encoded(text.replace(old, other).getBytes(StandardCharsets.UTF_8)), signature);
    }

    CompactToken withSignature(byte[] other) {
        return new CompactToken(header, claims, encoded(other));
    }

    /** The token as it is sent. */
    String text() {
        return signed() + "." + signature;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
