package io.ris.settings;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What single values cannot show: values that contradict each other, and what production must be given. */
final class CrossChecks {

    /** RFC 7518, section 3.2: a key for HS256 has at least the size of the hash. */
    private static final int HS256_BYTES = 32;

    private static final List<Setting<Integer>> PORTS = List.of(
            ServerSettings.PORT,
            ServerSettings.HTTP_PORT,
            OperationSettings.METRICS_PORT,
            ServerSettings.AGENT_PORT,
            ServerSettings.ENROLMENT_PORT);

    private final Settings settings;
    private final List<Problem> problems;

    private CrossChecks(Settings settings, List<Problem> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    static void apply(Settings settings, List<Problem> problems) {
        CrossChecks checks = new CrossChecks(settings, problems);
        checks.checkTls();
        checks.checkPorts();
        checks.checkTokens();
        checks.checkDirectory();
        checks.checkSignOn();
        checks.checkTenants();
        checks.checkStore();
        checks.checkRedis();
        checks.checkMasterKey();
        checks.checkAlerts();
        checks.checkOrder();
        if (settings.get(ServerSettings.ENVIRONMENT) == RuntimeEnvironment.PRODUCTION) {
            checks.checkProduction();
        }
    }

    private void checkTls() {
        String least = settings.get(ServerSettings.TLS_MIN_VERSION);
        if (least.compareTo(settings.get(ServerSettings.TLS_MAX_VERSION)) > 0) {
            add(ServerSettings.TLS_MIN_VERSION, least + " is above " + ServerSettings.TLS_MAX_VERSION);
        }
        checkBoth(ServerSettings.TLS_CERT_FILE, ServerSettings.TLS_KEY_FILE);
        checkBoth(ServerSettings.TLS_KEY_FILE, ServerSettings.TLS_CERT_FILE);
        if (settings.isGiven(ServerSettings.TLS_CA_FILE) && !settings.isGiven(ServerSettings.TLS_CERT_FILE)) {
            add(ServerSettings.TLS_CA_FILE, "has no use without " + ServerSettings.TLS_CERT_FILE);
        }
        if (settings.get(ServerSettings.TLS_CLIENT_AUTH).equals("none")
                && settings.get(ServerSettings.AGENT_PORT) == 0
                && !settings.get(FleetSettings.AGENT_TOKENS)) {
            add(
                    ServerSettings.TLS_CLIENT_AUTH,
                    "none leaves agents no way to show who they are; set " + ServerSettings.AGENT_PORT + " or "
                            + FleetSettings.AGENT_TOKENS);
        }
    }

    private void checkBoth(Setting<?> given, Setting<?> other) {
        if (settings.isGiven(given) && !settings.isGiven(other)) {
            add(other, "is missing, and " + given + " is given; give both or neither");
        }
    }

    private void checkPorts() {
        for (int second = 1; second < PORTS.size(); second++) {
            for (int first = 0; first < second; first++) {
                checkDistinct(PORTS.get(second), PORTS.get(first));
            }
        }
    }

    /** A port that nobody chose gives way at start instead. */
    private void checkDistinct(Setting<Integer> second, Setting<Integer> first) {
        if (settings.isGiven(second)
                && settings.isGiven(first)
                && settings.get(second) != 0
                && settings.get(second).equals(settings.get(first))) {
            add(second, settings.get(second) + " is also " + first + "; each listener needs its own port");
        }
    }

    private void checkTokens() {
        if (settings.get(IdentitySettings.JWT_ALGORITHM).equals("HS256")) {
            int bytes = settings.find(IdentitySettings.JWT_SECRET)
                    .map(secret -> secret.getBytes(StandardCharsets.UTF_8).length)
                    .orElse(0);
            if (bytes < HS256_BYTES) {
                add(
                        IdentitySettings.JWT_SECRET,
                        "has " + bytes + " bytes; " + IdentitySettings.JWT_ALGORITHM + " HS256 needs at least "
                                + HS256_BYTES);
            }
        }
        checkNotAbove(IdentitySettings.JWT_EXPIRY, IdentitySettings.JWT_REFRESH_EXPIRY);
    }

    private void checkDirectory() {
        if (settings.get(DirectorySettings.ENABLED)) {
            requireWith(DirectorySettings.ENABLED, DirectorySettings.URL);
            requireWith(DirectorySettings.ENABLED, DirectorySettings.BASE_DN);
            requireWith(DirectorySettings.ENABLED, DirectorySettings.BIND_DN);
            requireWith(DirectorySettings.ENABLED, DirectorySettings.BIND_PASSWORD);
        }
    }

    private void checkSignOn() {
        if (settings.get(SignOnSettings.ENABLED)) {
            requireWith(SignOnSettings.ENABLED, SignOnSettings.ISSUER);
            requireWith(SignOnSettings.ENABLED, SignOnSettings.CLIENT_ID);
            requireWith(SignOnSettings.ENABLED, ServerSettings.PUBLIC_URL);
        }
    }

    private void requireWith(Setting<Boolean> switchedOn, Setting<?> needed) {
        if (!settings.isGiven(needed)) {
            add(needed, "is missing, and " + switchedOn + " is true");
        }
    }

    private void checkTenants() {
        if (settings.get(TenantSettings.AUTO_PROVISION) && !settings.get(TenantSettings.ENABLED)) {
            add(TenantSettings.AUTO_PROVISION, "is true, and " + TenantSettings.ENABLED + " is false");
        }
    }

    private void checkStore() {
        int least = settings.get(DatabaseSettings.MONGODB_MIN_POOL_SIZE);
        if (least > settings.get(DatabaseSettings.MONGODB_MAX_POOL_SIZE)) {
            add(DatabaseSettings.MONGODB_MIN_POOL_SIZE, least + " is above " + DatabaseSettings.MONGODB_MAX_POOL_SIZE);
        }
    }

    private void checkRedis() {
        Optional<RedisAddress> address = settings.find(RedisSettings.URI).map(RedisAddress::of);
        if (address.isEmpty()) {
            return;
        }
        if (address.get().password().isPresent() && settings.isGiven(RedisSettings.PASSWORD)) {
            add(RedisSettings.PASSWORD, "is given, and " + RedisSettings.URI + " holds one too; keep one");
        }
        if (address.get().database().isPresent() && settings.isGiven(RedisSettings.DATABASE)) {
            add(RedisSettings.DATABASE, "is given, and " + RedisSettings.URI + " names one too; keep one");
        }
        int least = settings.get(RedisSettings.MIN_IDLE_CONNECTIONS);
        if (least > settings.get(RedisSettings.POOL_SIZE)) {
            add(RedisSettings.MIN_IDLE_CONNECTIONS, least + " is above " + RedisSettings.POOL_SIZE);
        }
    }

    private void checkMasterKey() {
        refuseBoth(EncryptionSettings.MASTER_KEY, EncryptionSettings.MASTER_KEY_COMMAND);
        refuseBoth(EncryptionSettings.PREVIOUS_MASTER_KEYS, EncryptionSettings.PREVIOUS_MASTER_KEYS_COMMAND);
    }

    private void refuseBoth(Setting<?> one, Setting<?> other) {
        if (settings.isGiven(one) && settings.isGiven(other)) {
            add(other, "is given, and " + one + " too; keep one");
        }
    }

    private void checkAlerts() {
        if (settings.isGiven(AlertSettings.WEBHOOK_SECRET) && !settings.isGiven(AlertSettings.WEBHOOK_URL)) {
            add(AlertSettings.WEBHOOK_SECRET, "has no use without " + AlertSettings.WEBHOOK_URL);
        }
    }

    private void checkOrder() {
        checkNotAbove(TaskSettings.RETRY_INITIAL_DELAY, TaskSettings.RETRY_MAX_DELAY);
        checkNotAbove(WebhookSettings.INITIAL_DELAY, WebhookSettings.MAX_DELAY);
        checkNotAbove(FleetSettings.RECONNECT_INITIAL_DELAY, FleetSettings.RECONNECT_MAX_DELAY);
        checkNotAbove(FleetSettings.PING_INTERVAL, FleetSettings.CONNECTION_TIMEOUT);
    }

    private void checkNotAbove(Setting<Duration> lower, Setting<Duration> upper) {
        Duration value = settings.get(lower);
        if (value.compareTo(settings.get(upper)) > 0) {
            add(
                    lower,
                    Quantities.inWords(value) + " is above " + upper + ", " + Quantities.inWords(settings.get(upper)));
        }
    }

    private void checkProduction() {
        requireInProduction(DatabaseSettings.MONGODB_URI, "a store of its own");
        requireInProduction(ServerSettings.TLS_CERT_FILE, "a server certificate");
        requireInProduction(ServerSettings.TLS_KEY_FILE, "the key of the server certificate");
        if (!EncryptionSettings.isMasterKeyGiven(settings)) {
            requireInProduction(EncryptionSettings.MASTER_KEY, "a master key from outside the data directory");
        }
        if (settings.get(DirectorySettings.ENABLED)
                && settings.find(DirectorySettings.URL)
                        .filter(url -> url.startsWith("ldap:"))
                        .isPresent()) {
            add(DirectorySettings.URL, "would send passwords in the clear; production needs ldaps://");
        }
    }

    private void requireInProduction(Setting<?> setting, String what) {
        if (!settings.isGiven(setting)) {
            String variable = setting.variableAliases().isEmpty()
                    ? setting.variable()
                    : setting.variableAliases().getFirst();
            add(
                    setting,
                    "is missing; production needs " + what + " (set " + variable
                            + (setting.secret() ? " or " + variable + "_FILE" : "") + ")");
        }
    }

    private void add(Setting<?> setting, String what) {
        problems.add(new Problem(setting.key(), what, settings.origin(setting)));
    }
}
