package io.ris.hub.identity.login;

import io.ris.hub.identity.users.Passwords;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;

/** Checks the passwords of the hub's own users. Thread-safe. */
@HubService
class LocalUsers implements Authenticator {

    private final UserService users;
    private final Passwords passwords;

    @Inject
    LocalUsers(UserService users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    public int order() {
        return 0;
    }

    @Override
    public String source() {
        return User.LOCAL;
    }

    @Override
    public Verdict check(String name, String password) {
        return users.findByLoginName(name)
                .filter(User::isLocal)
                .map(user -> check(user, password))
                .orElseGet(Verdict.Unknown::new);
    }

    private Verdict check(User user, String password) {
        return passwords.matches(password, user.passwordHash())
                ? new Verdict.Accepted(user)
                : new Verdict.Rejected("wrong_password");
    }
}
