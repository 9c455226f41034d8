package io.ris.hub.identity.roles;

/** Who holds roles; the users provide it. */
public interface RoleHolders {

    /** Whether anyone of the tenant in scope was given a role. */
    boolean isHeld(String role);
}
