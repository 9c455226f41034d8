package io.ris.hub.identity.login;

import io.ris.hub.identity.users.User;

/** Checks names and passwords: the hub's own store, or a directory. All that there are as beans are asked, one after another. */
public interface Authenticator {

    /** Those with a lower number are asked first; the hub's own users are 0. */
    int order();

    /**
     * Checks a password in the tenant in scope.
     *
     * @param name user name or email address, as it was typed
     */
    Verdict check(String name, String password);

    /** What an authenticator has to say. */
    sealed interface Verdict {

        /** The password is right. The user may be disabled for all that. */
        record Accepted(User user) implements Verdict {}

        /** Nobody of that name is here: the next one is asked. */
        record Unknown() implements Verdict {}

        /**
         * It is here that the name is known, and the password is wrong: no other is asked.
         *
         * @param reason for the audit trail
         */
        record Rejected(String reason) implements Verdict {}

        /**
         * It cannot tell now: the login fails for that reason unless another one accepts.
         *
         * @param reason for the audit trail
         */
        record Unavailable(String reason) implements Verdict {}
    }
}
