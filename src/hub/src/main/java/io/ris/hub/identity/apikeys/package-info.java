/**
 * API keys: secrets that programs carry, made by users for themselves or by who administers keys. A key is shown once and stored
 * as a hash. It allows what it was made for as far as its owner may do that at the moment of use, and ends with its time, by
 * revocation, or with its owner. A key of the role {@code probe} may report, for the agents it is bound to alone.
 */
@NullMarked
package io.ris.hub.identity.apikeys;

import org.jspecify.annotations.NullMarked;
