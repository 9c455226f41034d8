/**
 * Users of an LDAP directory. The server's own registry ({@code liberty/ldap.xml}) speaks with the directory; what is here
 * asks it within a bounded time, and says what its answers mean: which roles a user's groups stand for, and which tenants the
 * user belongs to. The registry tells a wrong password and a directory that does not answer apart in one way only: a search
 * by the hub's own name works, or does not.
 */
@NullMarked
package io.ris.hub.identity.directory;

import org.jspecify.annotations.NullMarked;
