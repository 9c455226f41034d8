package io.ris.hub.platform.web;

import io.ris.hub.platform.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The content security policy of a page that is not ours: its own scripts, those within it by their hashes, and no others. */
final class PagePolicy {

    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private PagePolicy() {}

    static String of(byte[] page) {
        String hashes = SCRIPT.matcher(new String(page, StandardCharsets.UTF_8))
                .results()
                .map(script -> " 'sha256-" + hash(script.group(1)) + "'")
                .collect(Collectors.joining());
        return "default-src 'self'; script-src 'self'" + hashes
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
    }

    private static String hash(String script) {
        return Base64.getEncoder().encodeToString(Tokens.sha256(script.getBytes(StandardCharsets.UTF_8)));
    }
}
