package io.ris.hub.platform.vault;

/**
 * Something stored that holds sealed texts. Whoever stores such a thing implements this, so that a data key can be replaced:
 * once all is sealed with the new one, the old one is destroyed.
 */
public interface SealedData {

    /** Whether it is kept per tenant; else it is the platform's. */
    boolean isOfTenants();

    /**
     * Seals anew whatever is not sealed with the newest key, each by compare-and-set, so that a change meanwhile is never
     * undone. Called with the tenant in scope.
     *
     * @return how many were not sealed with the newest key when they were looked at
     */
    long reseal(Sealer sealer);
}
