package io.ris.hub.tenancy;

/** Counts what a tenant has of something limited; the capability that keeps it provides this. */
public interface QuotaCount {

    /** What is counted. */
    Quota quota();

    /** How many there are in the tenant in scope. */
    long present();
}
