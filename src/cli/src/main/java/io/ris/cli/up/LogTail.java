package io.ris.cli.up;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a log says since a point in time, for the one line that explains why a process ended. */
final class LogTail {

    private static final int MOST_BYTES = 256 * 1024;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> ERROR_LEVELS = Set.of("ERROR", "SEVERE", "FATAL", "E", "F");

    /** The hub's own last words; Liberty's lines of level error; and what a Java runtime says when it cannot start. */
    private static final Pattern RELEVANT =
            Pattern.compile("ris: .*|.*\\[ERROR\\s*].*|.*\\b[A-Z]{4,5}\\d{4}E: .*|Error: .*");

    /** Liberty: a socket could not be bound; the application could not be started. */
    private static final Pattern HOPELESS = Pattern.compile("\\b(CWWKO0221E|CWWKZ0002E|CWWKZ0012I)\\b");

    private static final String CAUSE = "Caused by: ";

    private final Path log;
    private final long start;

    private LogTail(Path log, long start) {
        this.log = log;
        this.start = start;
    }

    /** From the present end of the log on. */
    static LogTail from(Path log) throws IOException {
        return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
    }

    /** Whether the hub said that it cannot listen on an address, or not start. Its server goes on, ready for nobody. */
    boolean tellsOfNoHope() {
        try {
            return HOPELESS.matcher(text()).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line that explains a failure; else the last line; else nothing. */
    String lastWords() throws IOException {
        List<String> lines = lines();
        Optional<String> own =
                last(lines.stream().filter(line -> line.startsWith("ris: ")).toList());
        if (own.isPresent()) {
            return own.get().substring("ris: ".length());
        }
        return last(lines.stream()
                        .filter(line -> RELEVANT.matcher(line).matches())
                        .toList())
                .or(() -> last(lines))
                .orElse("it said nothing");
    }

    /** What the deepest of the causes in a stack trace says, in brackets; nothing where there is none. */
    private static String rootCause(String message) {
        return last(message.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith(CAUSE))
                        .toList())
                .map(line -> line.substring(CAUSE.length()).replaceFirst("^[\\w.$]+: ", ""))
                .map(cause -> " (" + cause + ")")
                .orElse("");
    }

    private static Optional<String> last(List<String> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    private List<String> lines() throws IOException {
        return text().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(LogTail::plain)
                .toList();
    }

    private String text() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(log)) {
            channel.position(Math.max(start, channel.size() - MOST_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            int count = 0;
            while (count >= 0 && bytes.hasRemaining()) {
                count = channel.read(bytes);
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** A JSON log line as its first line of text, marked where it is an error. */
    private static String plain(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        String message = "";
        String level = "";
        try (JsonParser json = JSON.createParser(line)) {
            while (json.nextToken() != null) {
                if (json.hasToken(JsonToken.VALUE_STRING)) {
                    message = "message".equals(json.currentName()) ? json.getText() : message;
                    level = "loglevel".equals(json.currentName()) ? json.getText() : level;
                }
            }
        } catch (JsonProcessingException e) {
            return line;
        } catch (IOException e) {
            throw new IllegalStateException("reading text does not fail", e);
        }
        String text = message.lines().findFirst().orElse(line) + rootCause(message);
        return ERROR_LEVELS.contains(level) && !text.startsWith("ris: ") ? "[ERROR] " + text : text;
    }
}
