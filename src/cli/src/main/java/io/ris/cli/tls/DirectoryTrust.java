package io.ris.cli.tls;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** Whom the hub believes to be its LDAP directory: {@code directory.p12} beside the hub's own key stores. */
public final class DirectoryTrust {

    private DirectoryTrust() {}

    /**
     * Writes the store.
     *
     * @param authorities PEM file with the directory's CA; an empty store where there is none
     * @throws RefusedException if the file cannot be used
     */
    public static void prepare(TlsMaterial tls, Optional<Path> authorities) throws RefusedException, IOException {
        KeyStoreFile store = new KeyStoreFile(tls.directory().resolve("directory.p12"), "ca", tls.storePassword());
        try {
            store.writeTrusted(authorities.isPresent() ? PemFiles.certificates(authorities.get()) : List.of());
        } catch (IOException | GeneralSecurityException e) {
            throw new RefusedException(
                    ExitCode.BAD_CONFIGURATION,
                    "authentication.ldap.ca_file: "
                            + authorities.map(Path::toString).orElse("") + " cannot be used: " + e.getMessage(),
                    e);
        }
    }
}
