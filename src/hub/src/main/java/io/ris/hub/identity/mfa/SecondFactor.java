package io.ris.hub.identity.mfa;

import jakarta.nosql.Column;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.util.List;

/**
 * A user's second factor.
 *
 * @param userId whose it is
 * @param sealedSecret what the authenticator app has too, sealed
 * @param confirmed whether a code was shown once: before that it guards nothing
 * @param lastStep the period of the last code that was taken: it and those before are used up
 * @param recoveryCodes hashes of those that are left
 */
@Entity("second_factors")
public record SecondFactor(
        @Id String userId,
        @Column("sealed_secret") String sealedSecret,
        @Column("confirmed") boolean confirmed,
        @Column("last_step") long lastStep,
        @Column("recovery_codes") List<String> recoveryCodes) {

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public SecondFactor {
        recoveryCodes = recoveryCodes == null ? List.of() : List.copyOf(recoveryCodes);
    }

    @Override
    public String toString() {
        return "SecondFactor[" + userId + "]";
    }
}
