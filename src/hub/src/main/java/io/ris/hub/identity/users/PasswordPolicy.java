package io.ris.hub.identity.users;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which passwords may be chosen: long ones (NIST SP 800-63B, section 5.1.1.2), and not the user's own name. */
@HubService
class PasswordPolicy {

    /** Also bounds the work that a request can ask for. */
    static final int MAX_LENGTH = 1024;

    private final int minLength;

    @Inject
    PasswordPolicy(@ConfigProperty(name = "authentication.password.min_length") int minLength) {
        this.minLength = minLength;
    }

    /** @throws HubException.Invalid if a user may not choose this password */
    void require(User user, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < minLength || length > MAX_LENGTH) {
            throw HubException.Invalid.rule("password", "must have " + minLength + " to " + MAX_LENGTH + " characters");
        }
        if (user.loginNames().contains(LoginNames.fold(password))) {
            throw HubException.Invalid.rule("password", "must not be the user's name or address");
        }
    }
}
