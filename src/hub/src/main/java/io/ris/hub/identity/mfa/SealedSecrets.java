package io.ris.hub.identity.mfa;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;

/** Seals the secrets of second factors with their tenant's data key, each for its user. */
@HubService
class SealedSecrets implements SealedData {

    private final Vault vault;
    private final SecondFactorRepository factors;

    @Inject
    SealedSecrets(Vault vault, SecondFactorRepository factors) {
        this.vault = vault;
        this.factors = factors;
    }

    String seal(byte[] secret, String userId) {
        return vault.ofTenant().seal(Base64.getEncoder().encodeToString(secret), context(userId));
    }

    byte[] open(SecondFactor factor) {
        return Base64.getDecoder().decode(vault.ofTenant().open(factor.sealedSecret(), context(factor.userId())));
    }

    @Override
    public boolean isOfTenants() {
        return true;
    }

    @Override
    public long reseal(Sealer with) {
        List<SecondFactor> stale = factors.sealedOtherwiseThan(with.currentPrefix());
        stale.forEach(factor -> factors.reseal(
                factor,
                with.seal(with.open(factor.sealedSecret(), context(factor.userId())), context(factor.userId()))));
        return stale.size();
    }

    private static String context(String userId) {
        return "second_factors/" + userId + "/sealed_secret";
    }
}
