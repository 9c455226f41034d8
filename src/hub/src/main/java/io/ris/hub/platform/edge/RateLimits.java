package io.ris.hub.platform.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.settings.EdgeSettings;
import io.ris.settings.Network;
import io.ris.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often anybody asks. Thread-safe.
 *
 * <p>A request goes on the account of its address until it is known whose it is, and then on the account of that user
 * alone: a user who asks too often is refused wherever they are, and takes nothing from others behind the same address.
 * What nobody stands for (logins, enrolments, bad tokens) stays on the address's account. A credential that proved good
 * is remembered for a while, and goes on its user's account from the start: it passes, and is refused, before anybody
 * has looked at it again, and an address's account that somebody else has emptied does not stop it.
 */
@HubService
public class RateLimits {

    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int REMEMBERED_CREDENTIALS = 10_000;

    private final RequestBuckets buckets;
    private final Cache<String, Requester> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_CREDENTIALS)
            .expireAfterWrite(MEMORY)
            .build();
    private volatile Rules rules;

    /** How much of a minute's reports may come at once: one in so many. */
    private static final int SHARE_AT_ONCE = 6;

    private record Rules(boolean enabled, RateLimit limit, RateLimit probes, List<Network> exempt) {

        RateLimit of(Requester requester) {
            return switch (requester) {
                case Requester.Probe probe -> probes;
                case Requester.Address address -> limit;
                case Requester.Known known -> limit;
            };
        }
    }

    private static RateLimit ofProbes(int perMinute) {
        return new RateLimit(perMinute, Math.max(1, perMinute / SHARE_AT_ONCE));
    }

    @Inject
    RateLimits(
            RequestBuckets buckets,
            @ConfigProperty(name = "security.rate_limiting.enabled") boolean enabled,
            @ConfigProperty(name = "security.rate_limiting.requests_per_minute") int perMinute,
            @ConfigProperty(name = "security.rate_limiting.burst_size") int burst,
            @ConfigProperty(name = "security.rate_limiting.reports_per_minute") int reportsPerMinute,
            @ConfigProperty(name = "security.rate_limiting.ip_whitelist") Optional<List<String>> exempt) {
        this.buckets = buckets;
        this.rules = new Rules(
                enabled,
                new RateLimit(perMinute, burst),
                ofProbes(reportsPerMinute),
                Network.of(exempt.orElse(List.of())));
    }

    void change(@Observes SettingsChanged changed) {
        Settings settings = changed.settings();
        rules = new Rules(
                settings.get(EdgeSettings.RATE_LIMITING_ENABLED),
                new RateLimit(settings.get(EdgeSettings.REQUESTS_PER_MINUTE), settings.get(EdgeSettings.BURST_SIZE)),
                ofProbes(settings.get(EdgeSettings.REPORTS_PER_MINUTE)),
                Network.of(settings.get(EdgeSettings.IP_WHITELIST)));
    }

    /**
     * A request comes in; its sender is not known yet.
     *
     * @param credential what it shows to prove who it is, unchecked; null for nothing
     */
    public Admission admit(InetAddress client, @Nullable String credential) {
        Requester user = credential == null ? null : known.getIfPresent(credential);
        return admit(client, user == null ? Requester.of(client) : user, credential);
    }

    /**
     * A request comes in over a connection whose other end proved who it is, as with a client certificate.
     *
     * @param subject names that end, and nobody else
     */
    public Admission admitVerified(InetAddress client, String subject) {
        return admit(client, new Requester.Known(subject), null);
    }

    private Admission admit(InetAddress client, Requester payer, @Nullable String credential) {
        Rules current = rules;
        return !current.enabled() || Network.anyContains(current.exempt(), client)
                ? Admission.UNLIMITED
                : new Admission(payer, credential, buckets.take(payer, current.of(payer)));
    }

    /**
     * It is known whose request it is: from here it is on that account.
     *
     * @param subject names its sender, and nobody else
     */
    public Admission identify(Admission admission, String subject) {
        return identify(admission, new Requester.Known(subject));
    }

    /**
     * It is known that it is a report, and by which key: probes report often, and many of them with one key.
     *
     * @param key names the key, and no other
     */
    public Admission identifyProbe(Admission admission, String key) {
        return identify(admission, new Requester.Probe(key));
    }

    private Admission identify(Admission admission, Requester user) {
        if (admission.payer() == null || admission.payer().equals(user)) {
            return admission;
        }
        Rules current = rules;
        buckets.giveBack(admission.payer(), current.of(admission.payer()));
        if (admission.credential() != null) {
            known.put(admission.credential(), user);
        }
        return new Admission(user, admission.credential(), buckets.take(user, current.of(user)));
    }

    /** What the request showed is no good, or no longer: the next one that shows it goes on its address's account. */
    public void reject(Admission admission) {
        if (admission.credential() != null) {
            known.invalidate(admission.credential());
        }
    }
}
