package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Secrets that are put in by name and must never be found again. Not thread-safe. */
final class Canary {

    private final Map<String, String> secrets = new TreeMap<>();

    /** A new secret that nothing else holds. */
    String secret(String name) {
        String secret = "canary" + UUID.randomUUID().toString().replace("-", "");
        secrets.put(name, secret);
        return secret;
    }

    /** Remembers a secret that the hub made. */
    void made(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThan(15);
        secrets.put(name, secret);
    }

    /** Asserts that no text holds a secret. */
    void assertAbsent(String where, String text) {
        assertThat(found(text.getBytes(StandardCharsets.UTF_8))).as(where).isEmpty();
    }

    /** Asserts that no file under a directory holds a secret, but for files that are meant to. */
    void assertAbsent(Path directory, List<String> exempt) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !exempt.contains(directory.relativize(file).toString()))
                    .forEach(file -> found(read(file)).forEach(name -> found.add(name + " in " + file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(found).isEmpty();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0]; // a working hub removes files
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which secrets some bytes hold, as they are or encoded. */
    List<String> found(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return secrets.entrySet().stream()
                .filter(secret -> spellings(secret.getValue()).anyMatch(all::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As it is, in hex, in UTF-16, and in base64 wherever it begins in its group of three. */
    private static Stream<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String wide = new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        return Stream.concat(
                Stream.of(secret, HexFormat.of().formatHex(bytes), wide.substring(0, wide.length() - 1)),
                Stream.of(0, 1, 2).map(start -> {
                    String groups = secret.substring(start, start + (secret.length() - start) / 3 * 3);
                    return Base64.getEncoder().encodeToString(groups.getBytes(StandardCharsets.UTF_8));
                }));
    }
}
