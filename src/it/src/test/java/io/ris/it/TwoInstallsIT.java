package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two installations share no key and no secret (as happened to Rundeck, CVE-2022-29186). */
@ExtendWith(SharedHub.class)
class TwoInstallsIT {

    private static final Set<String> SECRETS =
            Set.of("admin-password", "master.key", "password", "ca.p12", "ca.pem", "server.p12", "trust.p12");

    private final Hub first;

    TwoInstallsIT(Hub hub) {
        this.first = hub;
    }

    @Test
    void haveNoKeyInCommon() {
        try (Hub second = Hub.withoutAgent().start()) {
            assertThat(secrets(first.dataDir())).isNotEmpty().doesNotContainAnyElementsOf(secrets(second.dataDir()));
            assertThat(second.api()
                            .withToken(first.api()
                                    .login("admin", first.password())
                                    .data()
                                    .path("access_token")
                                    .asText())
                            .get("/auth/me")
                            .status())
                    .isEqualTo(401);
            second.api().login("admin", first.password()).expect(401);
        }
    }

    /** The contents of the files that hold keys, in hex. */
    private static Set<String> secrets(Path dataDir) {
        try (Stream<Path> files = Files.walk(dataDir)) {
            return files.filter(file -> SECRETS.contains(file.getFileName().toString()))
                    .map(TwoInstallsIT::content)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
