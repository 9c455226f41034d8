package io.ris.hub.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.identity.keys.SigningKeyRepository.SealedKey;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signs access tokens, and keeps the keys that do: see the package. Thread-safe. */
@HubService
public class SigningKeys implements SealedData {

    private static final System.Logger LOG = System.getLogger(SigningKeys.class.getName());

    /** How often a node looks for keys that other nodes made. */
    private static final Duration POLLING = Duration.ofSeconds(2);

    /** How long a new key is published before it signs, and an old one kept beyond its last token: several turns of every node. */
    static final Duration LEAD = Duration.ofSeconds(15);

    private final SigningKeyRepository repository;
    private final KeyFactory factory;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final JWSAlgorithm algorithm;
    private final Optional<String> secret;
    private final Duration tokenLifetime;
    private final Duration maxAge;
    private volatile List<OpenKey> keys = List.of();

    @Inject
    SigningKeys(
            SigningKeyRepository repository,
            KeyFactory factory,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.algorithm") String algorithm,
            @ConfigProperty(name = "authentication.jwt.secret") Optional<String> secret,
            @ConfigProperty(name = "authentication.jwt.expiry") Duration tokenLifetime,
            @ConfigProperty(name = "authentication.jwt.key_rotation") Duration maxAge) {
        this.repository = repository;
        this.factory = factory;
        this.repeated = repeated;
        this.clock = clock;
        this.algorithm = JWSAlgorithm.parse(algorithm);
        this.secret = secret;
        this.tokenLifetime = tokenLifetime;
        this.maxAge = maxAge;
    }

    void load(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        if (isShared()) {
            return;
        }
        refresh();
        repeated.every(POLLING, "looking after signing keys", this::refresh);
    }

    @Override
    public boolean isOfTenants() {
        return false;
    }

    @Override
    public long reseal(Sealer with) {
        List<SealedKey> stale = repository.all().stream()
                .filter(key -> !key.sealed().startsWith(with.currentPrefix()))
                .toList();
        stale.forEach(key -> repository.reseal(key, factory.reseal(key, with)));
        return stale.size();
    }

    /** Signs a token with the newest key that every node has by now. */
    public String sign(JWTClaimsSet claims) {
        try {
            JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
            JWSSigner signer;
            if (isShared()) {
                signer = new MACSigner(secret.orElseThrow().getBytes(StandardCharsets.UTF_8));
            } else {
                JWK key = current().jwk();
                header.keyID(key.getKeyID());
                signer = KeyFactory.signer(key);
            }
            SignedJWT token = new SignedJWT(header.build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key cannot be used", e);
        }
    }

    /** The public keys of all tokens that are good, and of those soon to come (RFC 7517). */
    public String published() {
        return new JWKSet(keys.stream().map(OpenKey::jwk).toList())
                .toPublicJWKSet()
                .toString();
    }

    /** All keys, in the order in which they sign. */
    public List<KeyView> all() {
        Instant now = clock.instant();
        String signing = isShared() ? "" : current().stored().id();
        return keys.stream().map(key -> KeyView.of(key.stored(), signing, now)).toList();
    }

    /**
     * Makes a key that signs instead of the newest one, in a few seconds.
     *
     * @throws HubException.Conflict where tokens are signed with a shared secret of the configuration
     */
    public KeyView rotate() {
        if (isShared()) {
            throw new HubException.Conflict(
                    ProblemType.CONFLICT, "tokens are signed with authentication.jwt.secret; change it there");
        }
        List<SealedKey> stored = repository.all();
        SealedKey made = makeAfter(stored.getLast(), LEAD);
        refresh();
        return KeyView.of(made, current().stored().id(), clock.instant());
    }

    /** Takes over what other nodes did, and does what is due. */
    void refresh() {
        Instant now = clock.instant();
        List<SealedKey> stored = repository.all();
        if (stored.isEmpty()) {
            repository.insert(factory.seal(factory.make(UUID.randomUUID().toString(), algorithm), now, now));
        } else if (!stored.getLast().algorithm().equals(algorithm.getName())) {
            makeAfter(stored.getLast(), Duration.ZERO); // the server verifies one algorithm alone: no old token is good
        } else if (stored.getLast().signsFrom().plus(maxAge).isBefore(now)) {
            makeAfter(stored.getLast(), LEAD);
        }
        destroyEnded(repository.all(), now);
        open(repository.all());
    }

    private SealedKey makeAfter(SealedKey last, Duration lead) {
        String id = UUID.nameUUIDFromBytes((last.id() + "/next").getBytes(StandardCharsets.UTF_8))
                .toString();
        JWK key = factory.make(id, algorithm); // takes its time: the lead begins after it
        Instant now = clock.instant();
        Instant afterLast = last.signsFrom().plusMillis(1);
        Instant signsFrom = now.plus(lead).isAfter(afterLast) ? now.plus(lead) : afterLast;
        SealedKey made = factory.seal(key, now, signsFrom);
        if (repository.insert(made)) {
            LOG.log(System.Logger.Level.INFO, "signing key {0} made, to sign from {1}", id, signsFrom);
        }
        return made;
    }

    private void destroyEnded(List<SealedKey> stored, Instant now) {
        for (int i = 0; i + 1 < stored.size(); i++) {
            Instant lastTokenEnds =
                    stored.get(i + 1).signsFrom().plus(tokenLifetime).plus(LEAD);
            if (lastTokenEnds.isBefore(now)) {
                repository.destroy(stored.get(i).id());
                LOG.log(
                        System.Logger.Level.INFO,
                        "signing key {0} destroyed",
                        stored.get(i).id());
            }
        }
    }

    private void open(List<SealedKey> stored) {
        List<OpenKey> known = keys;
        if (!known.stream().map(OpenKey::stored).toList().equals(stored)) {
            keys = stored.stream()
                    .map(key -> new OpenKey(key, factory.open(key)))
                    .toList();
            PublishedKeys.publish(published());
        }
    }

    private OpenKey current() {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> !key.stored().signsFrom().isAfter(now))
                .filter(key -> key.stored().algorithm().equals(algorithm.getName()))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new IllegalStateException("there is no signing key"));
    }

    private boolean isShared() {
        return JWSAlgorithm.HS256.equals(algorithm);
    }

    private record OpenKey(SealedKey stored, JWK jwk) {}
}
