package io.ris.hub.tenancy;

import org.jspecify.annotations.Nullable;

/** Makes a tenant's first administrator; the identity capability provides it. */
public interface AdministratorAccounts {

    /**
     * Gives the tenant in scope an administrator with a new random password. One of that name, left by a provisioning that
     * broke off, is given a new password.
     *
     * @return the password, told once
     */
    String add(String username, @Nullable String email);
}
