package io.ris.hub.identity.login;

import io.ris.hub.identity.users.User;
import io.ris.hub.platform.TenantCode;

/** Checks names and passwords: the hub's own store, or a directory. All that there are as beans are asked, one after another. */
public interface Authenticator {

    /** Those with a lower number are asked first; the hub's own users are 0. */
    int order();

    /** Whom it knows, as users have it: {@code local}, {@code ldap}. */
    String source();

    /**
     * Checks a password in the tenant in scope.
     *
     * @param name user name or email address, as it was typed
     */
    Verdict check(String name, String password);

    /**
     * Whether it knows somebody with this name and password who belongs to a tenant that is not there yet. The hub's own
     * users belong to tenants that are there.
     */
    default Vouching vouch(TenantCode tenant, String name, String password) {
        return new Vouching.Stranger();
    }

    /** What an authenticator says of somebody and a tenant that is not there. */
    sealed interface Vouching {

        /**
         * They belong to it.
         *
         * @param source who says so, as users have it: {@code ldap}
         */
        record Member(String source) implements Vouching {}

        /** They do not, or are not known, or the password is wrong. */
        record Stranger() implements Vouching {}

        /** It cannot tell now. */
        record Unavailable() implements Vouching {}
    }

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
