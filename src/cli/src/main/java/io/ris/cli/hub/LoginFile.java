package io.ris.cli.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.storage.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** Where the user's login is kept: {@code ris/login.json} below the user's configuration directory, mode 0600. */
final class LoginFile {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final Path file;

    private LoginFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("login.json");
    }

    /** That of the user whose environment this is. */
    static LoginFile of(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path directory = configured.startsWith("/")
                ? Path.of(configured)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
        return new LoginFile(directory.resolve("ris"));
    }

    Optional<SavedLogin> find() throws RefusedException {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readAllBytes(file), SavedLogin.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new RefusedException(
                    ExitCode.BAD_CONFIGURATION, file + " cannot be read; ris login makes it anew", e);
        }
    }

    void write(SavedLogin login) throws RefusedException {
        try {
            PrivateFile.createDirectories(directory);
            PrivateFile.write(file, JSON.writeValueAsBytes(login));
        } catch (IOException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    void delete() throws RefusedException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, file + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** What is done while no other command of the user does the same. */
    interface Exclusive<T> {
        T run() throws RefusedException;
    }

    /** A refresh token is good once: of two commands at a time one must wait for the other's. */
    <T> T alone(Exclusive<T> work) throws RefusedException {
        Path lock = directory.resolve("login.lock");
        try {
            PrivateFile.createDirectories(directory);
            PrivateFile.createIfAbsent(lock);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                channel.lock();
                return work.run();
            }
        } catch (IOException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, lock + " cannot be used: " + e.getMessage(), e);
        }
    }
}
