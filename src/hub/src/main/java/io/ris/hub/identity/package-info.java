/**
 * Who may do what, over REST here and by sub-package behind it. A login gives an access token (JWT, verified by MicroProfile
 * JWT) and a refresh token (opaque, stored hashed, replaced at every use); a refresh token used twice ends its session. What a
 * caller may do is looked up at each request from the roles that the user has then.
 */
@NullMarked
package io.ris.hub.identity;

import org.jspecify.annotations.NullMarked;
