/**
 * Logins. Who checks a password is an {@link io.ris.hub.identity.login.Authenticator}: the hub's own users are asked first, then the
 * directories. A user of a directory has a user of the same name here, which holds roles and state and no password.
 */
@NullMarked
package io.ris.hub.identity.login;

import org.jspecify.annotations.NullMarked;
