package io.ris.hub.platform.vault;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** Where secrets are sealed before they are stored: with a data key for each tenant, and one for the platform. Thread-safe. */
@HubService
public class Vault {

    /** No tenant's code. */
    static final String PLATFORM = "*";

    private static final int DERIVED_BYTES = 32;

    private final DataKeys keys;
    private final MasterKey master;

    @Inject
    Vault(DataKeys keys, MasterKey master) {
        this.keys = keys;
        this.master = master;
    }

    /** Seals for the tenant in scope. */
    public Sealer ofTenant() {
        return of(TenantScope.require().value());
    }

    /** Seals what is nobody's: signing keys, the CA. */
    public Sealer ofPlatform() {
        return of(PLATFORM);
    }

    /**
     * A key for one purpose alone (HKDF with SHA-256, RFC 5869), derived from a key that the master key wraps: it tells
     * nothing of those for other purposes, is the same on every node and at every start, and stays so when master key and
     * data keys are replaced.
     *
     * @param purpose names the use, and whom it is for
     * @return 32 bytes for HMAC-SHA256
     */
    public SecretKey derive(String purpose) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(keys.root().getEncoded(), null, purpose.getBytes(StandardCharsets.UTF_8)));
        byte[] derived = new byte[DERIVED_BYTES];
        generator.generateBytes(derived, 0, derived.length);
        return new SecretKeySpec(derived, "HmacSHA256");
    }

    Sealer of(String owner) {
        return new Sealer(owner, keys, master);
    }

    /** Destroys a tenant's keys: whatever was sealed for it is lost, in backups too. */
    public void destroy(TenantCode tenant) {
        keys.destroy(tenant.value());
    }
}
