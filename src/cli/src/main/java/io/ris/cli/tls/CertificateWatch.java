package io.ris.cli.tls;

import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a running hub shows up to date: takes up the operator's files when their content changes, and renews a
 * certificate of the hub's own CA before it ends. The server polls its key stores, so connections that are open live on.
 * What cannot be used is said once, and the hub goes on with what it has.
 */
public final class CertificateWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final TlsOrder order;
    private final Clock clock;
    private final Console console;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate watch").factory());
    private TlsMaterial material;
    private String seen;

    /** @param material what the hub was started with */
    public CertificateWatch(TlsMaterial material, TlsOrder order, Clock clock, Console console) {
        this.material = material;
        this.order = order;
        this.clock = clock;
        this.console = console;
        this.seen = content();
    }

    /** Looks from now on, every two seconds. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes up what has changed since the last look. */
    void look() {
        String content = content();
        boolean isDue = order.operator().isEmpty() && !clock.instant().isBefore(material.renewAt());
        if (content.equals(seen) && !isDue) {
            return;
        }
        seen = content;
        try {
            material = TlsMaterial.prepare(material.directory(), order, clock, random);
            console.note("the hub's certificate was replaced; the new one is good until "
                    + material.certificate().getNotAfter().toInstant());
        } catch (RefusedException e) {
            console.note("ris: the hub's certificate stays as it is: " + e.getMessage());
        }
    }

    /** Names the content of all files; a file that cannot be read now counts as empty. */
    private String content() {
        List<Path> files = new ArrayList<>();
        order.operator().map(OperatorFiles::paths).ifPresent(files::addAll);
        order.clientAuthorities().ifPresent(files::add);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(bytes(file));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            // It is being replaced, or is gone: the look that follows a change says what is wrong with it.
            return new byte[0];
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
