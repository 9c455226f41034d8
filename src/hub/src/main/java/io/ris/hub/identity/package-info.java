/**
 * Who may do what: users, sessions, tokens, roles. A login gives an access token (JWT, verified by MicroProfile JWT) and
 * a refresh token (opaque, stored hashed, replaced at every use); a refresh token used twice ends its session.
 */
@NullMarked
package io.ris.hub.identity;

import org.jspecify.annotations.NullMarked;
