package io.ris.hub.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request whose address has characters that RFC 3986 wants percent-encoded, as many clients send them ({@code ?metric=cpu>50}),
 * shown to all that follows as if they were: the REST stack fails on such an address.
 */
final class EncodedAddress extends HttpServletRequestWrapper {

    /** What no part of an address may hold as it is; controls, the space, and a percent sign that begins nothing, too. */
    private static final String FORBIDDEN = "\"<>[\\]^`{|}";

    private final String path;
    private final @Nullable String query;

    private EncodedAddress(HttpServletRequest request, String path, @Nullable String query) {
        super(request);
        this.path = path;
        this.query = query;
    }

    /** The same request where its address is as it should be. */
    static HttpServletRequest of(HttpServletRequest request) {
        String path = request.getRequestURI();
        @Nullable String query = request.getQueryString();
        boolean isSound = isSound(path) && (query == null || isSound(query));
        return isSound
                ? request
                : new EncodedAddress(
                        request,
                        encoded(path),
                        Optional.ofNullable(query).map(EncodedAddress::encoded).orElse(null));
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer url = super.getRequestURL();
        url.setLength(url.length() - super.getRequestURI().length());
        return url.append(path);
    }

    @Override
    public @Nullable String getQueryString() {
        return query;
    }

    private static boolean isSound(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isForbidden(text, at)) {
                return false;
            }
        }
        return true;
    }

    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (isForbidden(text, at)) {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) character));
            } else {
                encoded.append(character);
            }
        }
        return encoded.toString();
    }

    private static boolean isForbidden(String text, int at) {
        char character = text.charAt(at);
        return character <= ' '
                || character == 0x7F
                || FORBIDDEN.indexOf(character) >= 0
                || (character == '%' && !isEscape(text, at));
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }
}
