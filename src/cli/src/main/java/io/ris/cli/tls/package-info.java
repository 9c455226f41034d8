/**
 * The TLS material of a hub: a CA of its own and a server certificate, or the operator's files, as the key stores that
 * the hub's server reads. Keys are ECDSA P-256 and never leave the directory.
 */
@NullMarked
package io.ris.cli.tls;

import org.jspecify.annotations.NullMarked;
