package io.ris.cli.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a hub's key stores are to hold.
 *
 * @param names what the server's certificate must be valid for; of no effect on the operator's
 * @param operator files to use instead of a certificate of the hub's own CA
 * @param clientAuthorities CAs in PEM whose client certificates are accepted beside the agents'
 * @param forAdministrators whether to make a client certificate for administrators
 */
public record TlsOrder(
        ServerNames names,
        Optional<OperatorFiles> operator,
        Optional<Path> clientAuthorities,
        boolean forAdministrators) {}
