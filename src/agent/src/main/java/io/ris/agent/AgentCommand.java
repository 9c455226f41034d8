package io.ris.agent;

import io.ris.agent.connection.Backoff;
import io.ris.agent.enrolment.CaFingerprint;
import io.ris.agent.enrolment.Enroller;
import io.ris.agent.enrolment.EnrolmentException;
import io.ris.agent.enrolment.EnrolmentOrder;
import io.ris.agent.enrolment.Identity;
import io.ris.agent.enrolment.IdentityFiles;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.PolicyException;
import io.ris.agent.policy.PolicyFile;
import io.ris.agent.storage.DataDirectory;
import io.ris.agent.storage.DataDirectoryException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the agent: enrols it at first, then runs it until it is stopped or dismissed. */
@Command(
        name = "ris-agent",
        mixinStandardHelpOptions = true,
        description = "Connects this machine to a RIS hub and runs the hub's tasks.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it was stopped",
            "1:the hub could not be reached for its enrolment, or an error that nobody foresaw",
            "2:the command line is wrong",
            "3:the server is not the hub that the fingerprint names",
            "4:the hub refuses token, tenant or request",
            "5:the data directory cannot be used, or another agent uses it",
            "6:it was deleted or revoked at the hub: enrol it again",
            "7:there is a policy that cannot be obeyed",
            "8:as many attempts in a row to reconnect failed as the hub allows: start it again"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AgentCommand implements Callable<Integer> {

    static final String TOKEN_VARIABLE = "RIS_AGENT_TOKEN";

    /** Tries of an enrolment; with the usual backoff about ten minutes. */
    private static final int ENROLMENT_ATTEMPTS = 12;

    private static final int MAX_CAPACITY = 10_000;
    private static final int MAX_PORT = 65_535;

    private final Notices notices;
    private final Clock clock;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Option(names = "--hub", paramLabel = "URL", description = "Base URL of the hub; remembered after enrolment.")
    private @Nullable URI hub;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "One-time enrolment token; also from --token-file or " + TOKEN_VARIABLE + ".")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File that holds the token.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-fingerprint",
            paramLabel = "FP",
            description = "sha256:<hex> of the hub's CA certificate; may be given twice for a roll-over.")
    private List<String> fingerprints = List.of();

    @Option(
            names = "--connect-port",
            paramLabel = "N",
            description = "Port of the hub for connections, where it is another than the URL's; the hub tells it too.")
    private @Nullable Integer connectPort;

    @Option(
            names = "--signed-token",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOLEAN",
            description =
                    "Connects with a token signed by the agent's key instead of its certificate, for a hub behind a"
                            + " proxy that ends TLS; remembered.")
    private @Nullable Boolean signedToken;

    @Option(names = "--tenant", paramLabel = "CODE", description = "Tenant that the agent must belong to.")
    private @Nullable String tenant;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the agent.")
    private @Nullable String name;

    @Option(names = "--labels", paramLabel = "K=V", split = ",", description = "Labels of the agent.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the agent keeps its identity and journal; default ~/.ris/agents/<name or default>.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "Tasks at once; default twice the number of processors.")
    private @Nullable Integer capacity;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "What tasks may do on this machine; default policy.json of the data directory, if it is there.")
    private @Nullable Path policy;

    AgentCommand(Notices notices, Clock clock, Map<String, String> environment) {
        this.notices = notices;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        checkCommandLine();
        try (DataDirectory data = DataDirectory.open(DataDirectory.usual(dataDirectory, name, environment))) {
            return run(data).status();
        } catch (DataDirectoryException e) {
            return failed(ExitCode.DATA_DIRECTORY, e).status();
        } catch (EnrolmentException e) {
            return failed(exitCode(e.reason()), e).status();
        } catch (PolicyException e) {
            return failed(ExitCode.POLICY, e).status();
        } catch (IOException | GeneralSecurityException e) {
            return failed(ExitCode.DATA_DIRECTORY, e).status();
        }
    }

    private ExitCode run(DataDirectory data)
            throws EnrolmentException, PolicyException, IOException, GeneralSecurityException, InterruptedException {
        AgentPolicy rules = PolicyFile.read(policy, data.path(), System.getProperty("user.name", ""));
        Identity identity = identity(new IdentityFiles(data.path()));
        Agent agent = new Agent(data, identity, rules, capacity(), version(), notices, clock);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
        ExitCode code = agent.start().join();
        agent.stop();
        return code;
    }

    private Identity identity(IdentityFiles files)
            throws EnrolmentException, IOException, GeneralSecurityException, InterruptedException {
        Optional<Identity> known = files.find();
        Optional<String> given = token();
        if (known.isPresent()) {
            Identity present = known.get();
            boolean sameToken = given.isEmpty() || present.tokenDigest().equals(Enroller.digest(given.get()));
            if (sameToken) {
                return refreshed(files, present);
            }
            notices.progress("this token is another than that of the present identity: enrolling again");
        }
        Backoff backoff = new Backoff(Backoff.DEFAULT, RandomGenerator.getDefault());
        Enroller enroller = new Enroller(
                files,
                Stream.generate(backoff::next).limit(ENROLMENT_ATTEMPTS).iterator(),
                delay -> TimeUnit.MILLISECONDS.sleep(delay.toMillis()),
                notices::progress);
        return refreshed(files, enroller.enrol(order(given)));
    }

    private Identity refreshed(IdentityFiles files, Identity present) throws IOException {
        Identity moved = hub == null ? present : present.at(hub);
        Identity labelled = labels.isEmpty() ? moved : moved.labelled(labels);
        Identity pinned = fingerprints.isEmpty() ? labelled : labelled.pinning(pins());
        Identity directed = connectPort == null ? pinned : pinned.connectingTo(connectPort);
        Identity now = signedToken == null ? directed : directed.withSignedTokens(signedToken);
        if (!now.equals(present)) {
            files.save(now);
        }
        return now;
    }

    private EnrolmentOrder order(Optional<String> given) {
        URI target = hub;
        if (target == null || given.isEmpty() || fingerprints.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "this agent is not enrolled yet: give --hub, --token and --ca-fingerprint");
        }
        return new EnrolmentOrder(target, given.get(), pins(), name, labels, tenant, Boolean.TRUE.equals(signedToken));
    }

    private List<CaFingerprint> pins() {
        return fingerprints.stream().map(CaFingerprint::parse).toList();
    }

    private void checkCommandLine() {
        try {
            fingerprints.forEach(CaFingerprint::parse);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
        if (hub != null && (!"https".equals(hub.getScheme()) || hub.getHost() == null)) {
            throw new ParameterException(command.commandLine(), "--hub must be an https URL such as https://hub:8057");
        }
        if (connectPort != null && (connectPort < 1 || connectPort > MAX_PORT)) {
            throw new ParameterException(command.commandLine(), "--connect-port must be 1 to " + MAX_PORT);
        }
        if (capacity != null && (capacity < 1 || capacity > MAX_CAPACITY)) {
            throw new ParameterException(command.commandLine(), "--capacity must be 1 to " + MAX_CAPACITY);
        }
        if (name != null && (name.isBlank() || name.contains("/"))) {
            throw new ParameterException(command.commandLine(), "--name must not be blank or hold a slash");
        }
    }

    private Optional<String> token() throws IOException {
        if (token != null) {
            return Optional.of(token.trim());
        }
        if (tokenFile != null) {
            return Optional.of(Files.readString(tokenFile).trim());
        }
        return Optional.ofNullable(environment.get(TOKEN_VARIABLE)).map(String::trim);
    }

    private int capacity() {
        return capacity == null ? 2 * Runtime.getRuntime().availableProcessors() : capacity;
    }

    private static String version() {
        return Objects.requireNonNullElse(AgentCommand.class.getPackage().getImplementationVersion(), "development");
    }

    private ExitCode failed(ExitCode code, Exception why) {
        notices.failed(why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
        return code;
    }

    private static ExitCode exitCode(EnrolmentException.Reason reason) {
        return switch (reason) {
            case WRONG_HUB -> ExitCode.WRONG_HUB;
            case REFUSED -> ExitCode.REFUSED;
            case UNREACHABLE -> ExitCode.FAILED;
        };
    }

    private static void stop(Agent agent) {
        try {
            agent.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
