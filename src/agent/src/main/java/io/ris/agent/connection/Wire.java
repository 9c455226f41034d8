package io.ris.agent.connection;

import java.util.concurrent.CompletionStage;

/** An open WebSocket. */
interface Wire {

    /** Asks for the first message; nothing is heard before. */
    void begin();

    /** Asks for the next message, once the one before has been handled. */
    void proceed();

    /** Sends a text message; the next one may be sent when this stage is complete. */
    CompletionStage<?> send(String message);

    /** Closes it in order, and at once if the other side does not play along. */
    void close(int code, String reason);

    /** Ends it at once. */
    void abort();

    /** Opens wires. */
    @FunctionalInterface
    interface Opener {

        /** Fails with the reason where no wire comes about. */
        CompletionStage<Wire> open(Listener listener);
    }

    /** Hears what happens on a wire; called on any thread, one call at a time. */
    interface Listener {

        /** Something came, be it a ping. */
        void heard();

        /** A whole message came. */
        void message(String text);

        /** What came is no message of the protocol: too large, or not text. */
        void unreadable(Unreadable kind);

        /** The wire is no more. */
        void ended(String reason);
    }

    /** Messages that are never read. */
    enum Unreadable {
        TOO_LARGE,
        BINARY
    }
}
