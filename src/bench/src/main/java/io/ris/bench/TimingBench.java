package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris bench timing}: whether the time of a refusal tells what there is. */
@Command(
        name = "timing",
        description = "Compares refusals for what there is, and is not one's own, with those for what there is not.")
final class TimingBench extends BenchCommand {

    private static final double DIFFERENCE_TARGET = 5;

    /** An account takes 100 failures before it is locked; each of these comes from an address of its own. */
    private static final int LOGINS_PER_USER = 60;

    private static final int UNAUTHENTICATED = 401;
    private static final int NOT_FOUND = 404;
    private static final int WARM_UP = 10;

    @Option(names = "--logins", defaultValue = "300", description = "Pairs of failing logins (${DEFAULT-VALUE})")
    private int logins;

    @Option(names = "--reads", defaultValue = "1000", description = "Pairs of reads (${DEFAULT-VALUE})")
    private int reads;

    private int addresses;

    /** Each login comes from another address, told as a proxy does; the limits of requests would end the measurement. */
    @Override
    Map<String, String> settings() {
        return Map.of("RIS_SERVER_TRUSTED_PROXIES", "127.0.0.0/8", "RIS_SECURITY_RATE_LIMITING_ENABLED", "false");
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        if (!hub.isDisposable()) {
            throw new IOException("timing needs a hub of its own: its tenants and users stay");
        }
        URI address = hub.address();
        String prefix = uniquePrefix();
        for (int user = 0; user * LOGINS_PER_USER < logins + WARM_UP; user++) {
            client.createUser(prefix + "-" + user, prefix + " has a password");
        }
        HubClient stranger = client.createTenant("stranger");
        long agent = client.createAgent(prefix + "-agent").number();
        String agentId = client.createAgent(prefix + "-other").clientId();
        compare(
                "a user's wrong password",
                "of no user",
                hub,
                UNAUTHENTICATED,
                logins,
                pair -> login(address, prefix + "-" + pair / LOGINS_PER_USER, "default"),
                pair -> login(address, prefix + "x" + pair / LOGINS_PER_USER, "default"));
        compare(
                "no user of a tenant",
                "of no tenant",
                hub,
                UNAUTHENTICATED,
                logins,
                pair -> login(address, "nobody" + pair, "stranger"),
                pair -> login(address, "nobody" + pair, "strangel"));
        compare(
                "another tenant's agent, by number",
                "no agent",
                hub,
                NOT_FOUND,
                reads,
                pair -> read(address, stranger, "/platform/v1/ris/" + agent),
                pair -> read(address, stranger, "/platform/v1/ris/" + (agent + 1_000)));
        compare(
                "another tenant's agent, by id",
                "no agent",
                hub,
                NOT_FOUND,
                reads,
                pair -> read(address, stranger, "/platform/v1/ris/" + agentId),
                pair -> read(address, stranger, "/platform/v1/ris/" + changed(agentId)));
        return true;
    }

    private static String changed(String id) {
        char last = id.charAt(id.length() - 1);
        return id.substring(0, id.length() - 1) + (last == '0' ? '1' : '0');
    }

    private byte[] login(URI hub, String name, String tenant) {
        int host = addresses++;
        return KeptConnection.post(
                hub,
                "/auth/login",
                "{\"username\":\"" + name + "\",\"password\":\"not the password\",\"tenant_code\":\"" + tenant + "\"}",
                "X-Forwarded-For: 198.18." + (host >> 8) % 256 + "." + host % 256);
    }

    private static byte[] read(URI hub, HubClient reader, String path) {
        return KeptConnection.get(hub, path, reader.authorization());
    }

    private void compare(
            String there,
            String notThere,
            HubUnderTest hub,
            int expected,
            int count,
            IntFunction<byte[]> first,
            IntFunction<byte[]> second)
            throws IOException {
        PairedTimes times = new PairedTimes();
        for (int pair = -WARM_UP; pair < count; pair++) {
            int number = pair + WARM_UP;
            boolean turned = number % 2 == 0; // whoever comes second finds the caches warm
            long one = turned ? time(hub, first.apply(number), expected) : 0;
            long other = time(hub, second.apply(number), expected);
            if (!turned) {
                one = time(hub, first.apply(number), expected);
            }
            if (pair >= 0) {
                times.add(one, other);
            }
        }
        new Figures(there + ", and " + notThere + ": " + count + " pairs, answered " + expected)
                .add("median of what there is", Figures.text(times.firstMedian()))
                .add("median of what there is not", Figures.text(times.secondMedian()))
                .atMost("difference", times.differencePercent(), DIFFERENCE_TARGET, "%")
                .add("the former took longer in", Figures.text(times.firstLongerPercent(), "%"))
                .add("chance explains 50 % and", "+-" + Figures.text(times.chancePercent(), "%"))
                .print(out());
    }

    /** Over a connection of its own, as the server closes those on which something was not found; opening it does not count. */
    private static long time(HubUnderTest hub, byte[] request, int expected) throws IOException {
        try (KeptConnection connection =
                new KeptConnection(hub.address(), hub.trust().tls())) {
            long begin = System.nanoTime();
            int status = connection.exchange(request).status();
            long taken = System.nanoTime() - begin;
            if (status != expected) {
                throw new IOException("answered " + status + " in place of " + expected);
            }
            return taken;
        }
    }
}
