package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.tls.ServerNames;
import io.ris.cli.tls.TlsMaterial;
import io.ris.cli.tls.TlsOrder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class NextStepsTest {

    @TempDir
    Path directory;

    /** A curl that shows its arguments and answers a login: the shell and sed are real. */
    @Test
    void canBePastedIntoAShellAsTheyAre() throws Exception {
        Path data = Files.createDirectory(directory.resolve("it's a data dir"));
        Path password = Files.writeString(data.resolve("admin-password"), "s3cret\n");
        Path curl = Files.writeString(directory.resolve("curl"), """
                #!/bin/sh
                for argument; do echo "$argument" >> "$ARGUMENTS"; done
                echo '{"success":true,"data":{"access_token":"a.b-c_d","refresh_token":"e"}}'
                """);
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwx------"));
        TlsMaterial tls = TlsMaterial.prepare(
                data.resolve("tls"),
                new TlsOrder(new ServerNames(Set.of("localhost")), Optional.empty(), Optional.empty(), true),
                Clock.systemUTC(),
                new SecureRandom());
        List<String> lines = NextSteps.lines(URI.create("https://localhost:1"), tls, password, true);

        Path arguments = directory.resolve("arguments");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", String.join("\n", lines.subList(1, lines.size())));
        shell.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        shell.environment().put("ARGUMENTS", arguments.toString());
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(Files.readAllLines(arguments))
                .contains(
                        data.resolve("tls/ca.pem").toString(),
                        data.resolve("tls/admin.pem").toString(),
                        "{\"username\":\"admin\",\"password\":\"s3cret\"}",
                        "Authorization: Bearer a.b-c_d",
                        "https://localhost:1/platform/v1/task/execute",
                        "{\"client_id\":\"local\",\"task\":{\"type\":\"command\",\"command\":\"uname\",\"args\":[\"-a\"]}}");
    }
}
