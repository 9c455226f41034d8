package io.ris.agent.storage;

/** The data directory cannot be used; the message is one line for the person who started the agent. */
public final class DataDirectoryException extends Exception {

    DataDirectoryException(String message) {
        super(message);
    }
}
