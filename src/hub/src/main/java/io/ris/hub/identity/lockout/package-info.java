/**
 * Guessing passwords and codes. Three counts are kept of failures, in the platform's database, so that they hold on every node:
 * <ul>
 *   <li>of one account from one address: five are free, then each further one must wait, twice as long as the one before, a
 *       quarter of an hour at most;
 *   <li>of one address, whatever the account: fifty are free, then likewise;
 *   <li>of one account from anywhere: a hundred are free, then each must wait a minute at most. That slows a guesser with many
 *       addresses down to a thousand guesses a day, and can be used to keep a user waiting, but not to lock them out.
 * </ul>
 * Who logged in to an account from an address once is known there for thirty days: for them the first count alone holds, so
 * that neither a guesser elsewhere nor one beside them behind the same address keeps them out. A user's
 * names count as one; an unknown name is locked just as a known one is. A network of IPv6 (/64) is one address.
 *
 * <p>An attempt is counted before the password is looked at, by compare-and-set, and given back when it succeeds: attempts that
 * come at once cannot overtake the count. Attempts that are refused are not counted, so that a lock ends by itself. What is kept
 * ends with time, is bounded in number, and holds hashes of names and addresses only.
 */
@NullMarked
package io.ris.hub.identity.lockout;

import org.jspecify.annotations.NullMarked;
