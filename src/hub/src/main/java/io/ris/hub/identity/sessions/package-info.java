/**
 * Sessions: what a login begins. Access tokens of a session are good for {@code authentication.session.duration} after the login or
 * the last refresh, and use near that end puts it off; refresh tokens are good for {@code authentication.jwt.refresh_expiry}, each
 * once, and one that is used twice ends its session. A user has at most {@code max_concurrent} sessions: one more ends the oldest.
 * Sessions of users for whom a directory or provider vouches end at {@code external_max_age}, however often they are refreshed.
 * A change of password, status or second factor ends sessions. What ends is refused on every node within three seconds, the time
 * that a node remembers a session for.
 */
@NullMarked
package io.ris.hub.identity.sessions;

import org.jspecify.annotations.NullMarked;
