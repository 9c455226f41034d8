package io.ris.agent.execution;

import io.ris.protocol.HttpValidation;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what its task demands. */
final class ResponseCheck {

    private final HttpValidation wanted;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private volatile boolean stopped;

    ResponseCheck(HttpValidation wanted, int status, HttpHeaders headers, byte[] body) {
        this.wanted = wanted;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** @param told gets, from another thread, what is not as demanded, in words; empty where all is */
    void begin(Consumer<Optional<String>> told) {
        Thread thread = new Thread(() -> run(told), "response-check");
        thread.setDaemon(true);
        thread.start();
    }

    /** Nobody waits for it any more. */
    void stop() {
        stopped = true;
    }

    private void run(Consumer<Optional<String>> told) {
        try {
            told.accept(complaint());
        } catch (StackOverflowError tooDeep) {
            told.accept(Optional.of("the body is too long for the wanted expression"));
        } catch (CancellationException unwanted) {
            // The attempt is over.
        }
    }

    private Optional<String> complaint() {
        if (!wanted.statusCodes().isEmpty() && !wanted.statusCodes().contains(status)) {
            return Optional.of("status is " + status + ", not one of " + wanted.statusCodes());
        }
        for (Map.Entry<String, String> header : wanted.headers().entrySet()) {
            if (!headers.allValues(header.getKey()).contains(header.getValue())) {
                return Optional.of("header " + header.getKey() + " is not \"" + header.getValue() + "\"");
            }
        }
        return complaintOfBody(wanted.bodyContains(), wanted.bodyRegex());
    }

    private Optional<String> complaintOfBody(@Nullable String text, @Nullable String expression) {
        String all = new String(body, StandardCharsets.UTF_8);
        if (text != null && !all.contains(text)) {
            return Optional.of("the body does not contain the wanted text");
        }
        boolean found = expression == null
                || Pattern.compile(expression).matcher(new Stoppable(all)).find();
        return found ? Optional.empty() : Optional.of("the body does not match the wanted expression");
    }

    /** A text of which an expression that has run away can read no more. */
    private final class Stoppable implements CharSequence {

        private final CharSequence text;

        Stoppable(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (stopped) {
                throw new CancellationException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Stoppable(text.subSequence(start, end));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
