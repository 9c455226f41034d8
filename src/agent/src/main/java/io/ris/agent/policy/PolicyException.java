package io.ris.agent.policy;

/** There is a policy that cannot be obeyed; the message is one line for the person who started the agent. */
public final class PolicyException extends Exception {

    PolicyException(String message) {
        super(message);
    }
}
