package io.ris.hub.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The hub as it is shipped, with the tests in it. */
final class HubInside {

    private static final Path TESTS = Path.of("target", "test-classes");

    /** The tests, what they use, and the classes in those. */
    private static final Pattern GOES_INSIDE =
            Pattern.compile("(\\w+IT|Orders|TasksOfAnAgent|FakeAgent|AgentKeyPair|NewTenants"
                    + "|ManualClock|OtherNode|HubRest|CapturedLog)(\\$.*)?\\.class");

    private HubInside() {}

    @Deployment
    static WebArchive hub() {
        WebArchive hub = ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ris-hub.war"));
        for (Path file : classes()) {
            hub.addAsWebInfResource(file.toFile(), "classes/" + TESTS.relativize(file));
        }
        return hub.addAsLibraries(Stream.of(Assertions.class, Awaitility.class, Matcher.class)
                .map(HubInside::library)
                .toArray(File[]::new));
    }

    private static List<Path> classes() {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file ->
                            GOES_INSIDE.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File library(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
