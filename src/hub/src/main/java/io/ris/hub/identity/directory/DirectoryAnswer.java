package io.ris.hub.identity.directory;

import java.util.List;

/** What a directory says to a name and a password. */
sealed interface DirectoryAnswer {

    /**
     * The password is right.
     *
     * @param dn the user's distinguished name
     * @param name the user's name as the directory spells it
     * @param groups distinguished names
     */
    record Known(String dn, String name, List<String> groups) implements DirectoryAnswer {

        public Known {
            groups = List.copyOf(groups);
        }
    }

    /** There is no such user, or more than one. */
    record Nobody() implements DirectoryAnswer {}

    /** There is, and this is not the password, or the directory lets nobody in with it: an account that is locked. */
    record WrongPassword() implements DirectoryAnswer {}

    /** It cannot be asked. */
    record Silent() implements DirectoryAnswer {}
}
