package io.ris.hub.identity.users;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that a user may log in with: user name and email address, without regard to case. */
public final class LoginNames {

    private LoginNames() {}

    /** The one form of a name that is compared and stored. */
    public static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    static List<String> of(String username, @Nullable String email) {
        return Stream.of(username, email == null ? username : email)
                .map(LoginNames::fold)
                .distinct()
                .toList();
    }
}
