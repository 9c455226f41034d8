/**
 * Sealing of what is secret before it is stored. The master key, which the operator gives, wraps data keys; each tenant has its
 * own, and the platform one; data keys seal texts. Data keys are replaced while the hub works, and the master key by naming the
 * one before it. Keys for other purposes than sealing are derived from a root key of their own, which is never replaced.
 */
@NullMarked
package io.ris.hub.platform.vault;

import org.jspecify.annotations.NullMarked;
