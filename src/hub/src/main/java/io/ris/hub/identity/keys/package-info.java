/**
 * The keys that sign access tokens, on several nodes. A new key is stored and published first, and signs fifteen seconds later: by
 * then every node, which looks every two seconds, has it, so that a token is good wherever it is shown from its first moment. The
 * newest key signs; the ones before verify until the last token that they can have signed has ended, and are then destroyed.
 * Keys are sealed with the platform's data key. With HS256 there are none: the shared secret is the configuration's.
 */
@NullMarked
package io.ris.hub.identity.keys;

import org.jspecify.annotations.NullMarked;
