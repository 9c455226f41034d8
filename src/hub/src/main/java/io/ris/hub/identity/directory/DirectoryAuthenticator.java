package io.ris.hub.identity.directory;

import io.ris.hub.identity.login.Authenticator;
import io.ris.hub.identity.users.DirectoryUsers;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.identity.users.Passwords;
import io.ris.hub.identity.users.User;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;

/** Checks the passwords of the directory's users, after the hub's own: a name that is taken here is not the directory's. Thread-safe. */
@HubService
class DirectoryAuthenticator implements Authenticator {

    private static final int AFTER_LOCAL_USERS = 10;
    private static final String SOURCE = "ldap";

    private final UserDirectory directory;
    private final DirectoryRules rules;
    private final DirectoryUsers users;
    private final Passwords passwords;

    @Inject
    DirectoryAuthenticator(UserDirectory directory, DirectoryRules rules, DirectoryUsers users, Passwords passwords) {
        this.directory = directory;
        this.rules = rules;
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    public int order() {
        return AFTER_LOCAL_USERS;
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public Verdict check(String name, String password) {
        if (!directory.isEnabled()) {
            return new Verdict.Unknown();
        }
        return switch (directory.check(name, password)) {
            case DirectoryAnswer.Known known -> admit(known, password);
            case DirectoryAnswer.Nobody nobody -> new Verdict.Unknown();
            case DirectoryAnswer.WrongPassword wrong -> rejected("wrong_password", password);
            case DirectoryAnswer.Silent silent -> new Verdict.Unavailable("directory_unavailable");
        };
    }

    @Override
    public Vouching vouch(TenantCode tenant, String name, String password) {
        if (!directory.isEnabled()) {
            return new Vouching.Stranger();
        }
        return switch (directory.check(name, password)) {
            case DirectoryAnswer.Known known ->
                rules.isOf(tenant, known) ? new Vouching.Member(SOURCE) : new Vouching.Stranger();
            case DirectoryAnswer.Nobody nobody -> new Vouching.Stranger();
            case DirectoryAnswer.WrongPassword wrong -> new Vouching.Stranger();
            case DirectoryAnswer.Silent silent -> new Vouching.Unavailable();
        };
    }

    private Verdict admit(DirectoryAnswer.Known known, String password) {
        TenantCode tenant = TenantScope.require();
        if (!rules.isOf(tenant, known)) {
            return rejected("other_tenant", password);
        }
        try {
            User user = users.admit(
                    new ExternalIdentity(SOURCE, known.dn(), known.name(), null, rules.roles(tenant, known)));
            return new Verdict.Accepted(user);
        } catch (HubException.Conflict nameTaken) {
            return rejected("name_taken", password);
        }
    }

    /** Takes the time that an unknown user takes. */
    private Verdict rejected(String reason, String password) {
        passwords.checkForNobody(password);
        return new Verdict.Rejected(reason);
    }
}
