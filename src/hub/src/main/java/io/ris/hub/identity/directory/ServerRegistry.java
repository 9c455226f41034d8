package io.ris.hub.identity.directory;

import com.ibm.websphere.security.CustomRegistryException;
import com.ibm.websphere.security.EntryNotFoundException;
import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.UserRegistry;
import com.ibm.websphere.security.WSSecurityException;
import com.ibm.wsspi.security.registry.RegistryHelper;
import io.ris.hub.platform.HubService;
import java.rmi.RemoteException;
import java.util.List;

/** The server's registry of users, asked without any bound of time. Thread-safe. */
@HubService
class ServerRegistry {

    private static final System.Logger LOG = System.getLogger(ServerRegistry.class.getName());
    private static final String NOBODY = "nobody of this name";

    /** Whether the directory answers a search. */
    boolean answers() {
        try {
            registry().isValidUser(NOBODY);
            return true;
        } catch (WSSecurityException | RemoteException e) {
            return silent(e);
        }
    }

    /** Checks a password; a right one comes with the user's groups. */
    DirectoryAnswer check(String name, String password) {
        try {
            UserRegistry registry = registry();
            return find(registry, name, password);
        } catch (WSSecurityException | RemoteException e) {
            silent(e);
            return new DirectoryAnswer.Silent();
        }
    }

    private static DirectoryAnswer find(UserRegistry registry, String name, String password)
            throws CustomRegistryException, RemoteException {
        try {
            return check(registry, registry.getUniqueUserId(name), password);
        } catch (EntryNotFoundException nobody) {
            return checkForNobody(registry, name, password);
        }
    }

    private static DirectoryAnswer check(UserRegistry registry, String dn, String password)
            throws CustomRegistryException, EntryNotFoundException, RemoteException {
        try {
            registry.checkPassword(dn, password);
        } catch (PasswordCheckFailedException e) {
            registry.isValidUser(NOBODY); // throws if the directory went away in between: the registry hides that here
            return new DirectoryAnswer.WrongPassword();
        }
        List<String> groups =
                registry.getGroupsForUser(dn).stream().map(String.class::cast).toList();
        return new DirectoryAnswer.Known(dn, registry.getUserDisplayName(dn), groups);
    }

    /** Takes the time that the check of a user takes. */
    private static DirectoryAnswer checkForNobody(UserRegistry registry, String name, String password)
            throws CustomRegistryException, RemoteException {
        try {
            registry.checkPassword(name, password);
            LOG.log(System.Logger.Level.WARNING, "the directory knows a password of somebody whom it does not find");
        } catch (PasswordCheckFailedException expected) {
            registry.isValidUser(NOBODY);
        }
        return new DirectoryAnswer.Nobody();
    }

    private static UserRegistry registry() throws WSSecurityException {
        return RegistryHelper.getUserRegistry(null);
    }

    private static boolean silent(Exception e) {
        LOG.log(System.Logger.Level.WARNING, "the directory of users does not answer: {0}", e.getMessage());
        return false;
    }
}
