package io.ris.hub.platform.edge;

import java.util.Locale;

/** Origins of web pages as browsers write them (RFC 6454, section 6.1): scheme, host, and the port where it is not the scheme's. */
final class WebOrigin {

    private WebOrigin() {}

    /** One spelling of an origin that a person wrote. */
    static String of(String text) {
        String origin = text.toLowerCase(Locale.ROOT);
        if (origin.startsWith("https://")) {
            return without(origin, ":443");
        }
        return without(origin, ":80");
    }

    private static String without(String origin, String port) {
        return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
    }
}
