/** Random tokens and hashes. */
@NullMarked
package io.ris.hub.platform.crypto;

import org.jspecify.annotations.NullMarked;
