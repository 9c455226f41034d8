/** Keys, sealing of secrets, random tokens. */
@NullMarked
package io.ris.hub.platform.crypto;

import org.jspecify.annotations.NullMarked;
