/**
 * The hub as commands see it: a login that is kept in a file of the user's own, and requests with its token. Other commands
 * ask {@link io.ris.cli.hub.Hubs} for the hub and know nothing of tokens.
 */
@NullMarked
package io.ris.cli.hub;

import org.jspecify.annotations.NullMarked;
