package io.ris.hub.platform.websocket;

import java.util.Optional;

/** The pieces of a text message: the server bounds each of them, but not what they add up to. Confined to one connection. */
public final class IncomingText {

    private final int limit;
    private StringBuilder begun = new StringBuilder();
    private boolean isTooLarge;

    /** @param limit characters of a message */
    public IncomingText(int limit) {
        this.limit = limit;
    }

    /**
     * Adds a piece.
     *
     * @param tooLarge told, once, that the message has become larger than it may be; nothing is taken from then on
     * @return the whole message, with its last piece
     */
    public Optional<String> add(String piece, boolean last, Runnable tooLarge) {
        if (isTooLarge) {
            return Optional.empty();
        }
        if (begun.length() + piece.length() > limit) {
            isTooLarge = true;
            begun.setLength(0);
            tooLarge.run();
            return Optional.empty();
        }
        if (!last) {
            begun.append(piece);
            return Optional.empty();
        }
        String message = begun.isEmpty() ? piece : begun.append(piece).toString();
        begun = new StringBuilder();
        return Optional.of(message);
    }
}
