package io.ris.agent.execution;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Why a request got no answer.
 *
 * @param code stable error code of the result
 * @param detail the reason in words
 * @param connected whether the request may have reached the server
 */
record HttpFailure(String code, String detail, boolean connected) {

    static HttpFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return new HttpFailure("unknown_host", "the host has no address", false);
            }
            if (cause instanceof SSLException) {
                return new HttpFailure("tls_error", words(cause), true);
            }
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return new HttpFailure("connect_timeout", "nobody answers there", false);
        }
        if (failure instanceof ConnectException) {
            return notConnected(failure);
        }
        if (failure instanceof ProtocolException) {
            return new HttpFailure("protocol_error", "the answer is not HTTP: " + words(failure), true);
        }
        return ended(failure)
                ? new HttpFailure("connection_reset", words(failure), true)
                : new HttpFailure("connection_failed", words(failure), true);
    }

    private static HttpFailure notConnected(Throwable failure) {
        String words = words(failure).toLowerCase(Locale.ROOT);
        boolean unreachable = words.contains("unreachable") || words.contains("no route");
        return unreachable
                ? new HttpFailure("unreachable", words, false)
                : new HttpFailure("connection_refused", "nobody accepts connections there", false);
    }

    /** The client tells an early end in many ways, of which most are known by their words alone. */
    private static boolean ended(Throwable failure) {
        String words = words(failure).toLowerCase(Locale.ROOT);
        return isOrWraps(failure, EOFException.class)
                || isOrWraps(failure, SocketException.class)
                || words.contains("reset")
                || words.contains("closed")
                || words.contains("eof")
                || words.contains("broken pipe")
                || words.contains("received no bytes");
    }

    private static boolean isOrWraps(Throwable failure, Class<? extends Throwable> kind) {
        return kind.isInstance(failure) || kind.isInstance(failure.getCause());
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
