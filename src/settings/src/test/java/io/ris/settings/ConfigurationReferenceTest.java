package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");

    @Test
    void theDocumentIsWhatTheTableSays() throws IOException {
        String expected = new ConfigurationReference().markdown();
        if (Boolean.getBoolean("ris.docs.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(DOCUMENT)
                .as("docs/configuration.md is stale: mvn -f src/settings/pom.xml test -Dris.docs.write=true writes it")
                .content()
                .isEqualTo(expected);
    }
}
