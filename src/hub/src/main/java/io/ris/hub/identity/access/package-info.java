/**
 * Who makes a request, and what they may do at this moment: found out anew at each request, from memory of at most three seconds. Who
 * must change the password, or as an administrator add a second factor, may do that alone. Tickets stand for a session once.
 */
@NullMarked
package io.ris.hub.identity.access;

import org.jspecify.annotations.NullMarked;
