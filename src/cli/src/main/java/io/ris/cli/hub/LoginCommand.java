package io.ris.cli.hub;

import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris login}: a session at a hub, whose token is kept for the commands that follow. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description =
                "Logs in to a hub. The password comes from a file, from the terminal or from standard input, never"
                        + " from the command line; the token is kept in a file that only you can read.")
public final class LoginCommand implements Callable<Integer> {

    private static final String FIRST_ADMINISTRATOR = "admin";

    private final Console console;
    private final Map<String, String> environment;
    private final Path home;
    private final Hubs hubs;
    private final InputStream input;

    @Option(names = "--hub", paramLabel = "URL", description = "The hub; default: the one that ris up started here.")
    private @Nullable URI hub;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM of the CA that the hub's certificate must be of; default: that of the hub started here, and"
                            + " with --hub those that this machine trusts.")
    private @Nullable Path ca;

    @Option(names = "--user", paramLabel = "NAME", description = "User name; default: ${DEFAULT-VALUE}.")
    private String user = FIRST_ADMINISTRATOR;

    @Option(names = "--tenant", paramLabel = "CODE", description = "Tenant; default: the hub's default tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "Whose first line is the password; - is standard input. Default: the first administrator's file"
                            + " beside the hub started here, else the terminal.")
    private @Nullable String passwordFile;

    @Option(names = "--otp", paramLabel = "CODE", description = "Code of the second factor, for who has one.")
    private @Nullable String otp;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Data directory of the hub started here.")
    private @Nullable Path dataDirectory;

    /**
     * @param home root of the source tree
     * @param input standard input
     */
    public LoginCommand(Console console, Map<String, String> environment, Path home, Hubs hubs, InputStream input) {
        this.console = console;
        this.environment = environment;
        this.home = home;
        this.hubs = hubs;
        this.input = input;
    }

    @Override
    public Integer call() throws RefusedException {
        LocalHub local = LocalHub.of(environment, home, dataDirectory);
        URI uri = requireHttps(hub == null ? local.uri() : hub);
        try {
            hubs.login(new Credentials(uri, ca(local), user, password(local), tenant, otp));
        } catch (IOException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "cannot read " + e.getMessage(), e);
        }
        console.result("logged in to " + uri + " as " + user);
        return ExitCode.OK;
    }

    private static URI requireHttps(URI uri) throws RefusedException {
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "--hub must be https://HOST[:PORT]");
        }
        return URI.create("https://" + uri.getRawAuthority());
    }

    private @Nullable String ca(LocalHub local) throws IOException {
        if (ca != null) {
            return Files.readString(ca, StandardCharsets.US_ASCII);
        }
        return hub == null ? local.ca().orElse(null) : null;
    }

    private String password(LocalHub local) throws IOException, RefusedException {
        if (passwordFile != null) {
            return "-".equals(passwordFile)
                    ? firstLine(input)
                    : Files.readString(Path.of(passwordFile))
                            .lines()
                            .findFirst()
                            .orElse("");
        }
        Optional<String> known =
                hub == null && user.equals(FIRST_ADMINISTRATOR) && tenant == null ? local.password() : Optional.empty();
        return known.isPresent() ? known.get() : ask();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null with Java 21, and where its console is set to java.base
    private String ask() throws IOException {
        java.io.Console terminal = System.console();
        if (terminal == null) {
            return firstLine(input);
        }
        char[] typed = terminal.readPassword("password of %s: ", user);
        return typed == null ? "" : new String(typed);
    }

    private static String firstLine(InputStream in) throws IOException {
        return Objects.requireNonNullElse(
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine(), "");
    }
}
