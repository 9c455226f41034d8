package io.ris.hub.identity.oidc;

import io.ris.hub.platform.HubException;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a ticket is sent: the console, or a program that listens on the user's own machine (RFC 8252, section 7.3). */
final class Redirect {

    private static final Pattern LOOPBACK =
            Pattern.compile("http://(127\\.0\\.0\\.1|\\[::1\\]):[1-9]\\d{0,4}(/[A-Za-z0-9/_.-]*)?");

    private Redirect() {}

    /** Only an address of the user's own machine: anything else would hand tickets to strangers. */
    static URI parse(String text) {
        if (!LOOPBACK.matcher(text).matches()) {
            throw HubException.Invalid.rule("redirect", "must be http://127.0.0.1:PORT/... or http://[::1]:PORT/...");
        }
        return URI.create(text);
    }

    /** The console finds the ticket behind a '#', which browsers send to no server; a program takes it as a parameter. */
    static URI withTicket(String publicUrl, @Nullable String redirect, String ticket) {
        return URI.create(redirect == null ? publicUrl + "/#sign_on=" + ticket : redirect + "?sign_on=" + ticket);
    }
}
