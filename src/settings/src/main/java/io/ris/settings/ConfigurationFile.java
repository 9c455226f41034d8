package io.ris.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration file against the table; what does not fit becomes a problem, and the rest is still read. */
final class ConfigurationFile {

    private static final int MAX_DEPTH = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final Path file;
    private final List<GivenValue> values = new ArrayList<>();
    private final List<Problem> problems;

    private ConfigurationFile(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    static List<GivenValue> read(Path file, List<Problem> problems) {
        ConfigurationFile reading = new ConfigurationFile(file, problems);
        reading.read();
        return reading.values;
    }

    private void read() {
        if (!Files.isRegularFile(file)) {
            problems.add(new Problem(SettingTable.FILE_VARIABLE, "there is no file " + file, new Origin.Default()));
            return;
        }
        try (JsonParser json = JSON.createParser(file.toFile())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                add(file.toString(), "must hold one JSON object", json);
                return;
            }
            readSection("", json);
            if (json.nextToken() != null) {
                add(file.toString(), "must hold one JSON object and nothing after it", json);
            }
        } catch (JsonProcessingException e) {
            // The parser's message quotes the document, which may hold secrets: the position has to do.
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(new Problem(
                    file.toString(),
                    "is not valid JSON at column " + column,
                    new Origin.ConfigurationFile("" + file, line)));
        } catch (IOException e) {
            problems.add(new Problem(
                    SettingTable.FILE_VARIABLE, "cannot read " + file + ": " + e.getMessage(), new Origin.Default()));
        }
    }

    private void readSection(String prefix, JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + json.currentName();
            json.nextToken();
            if (json.hasToken(JsonToken.START_OBJECT)) {
                readObject(key, json);
            } else {
                readValue(key, json);
            }
        }
    }

    private void readObject(String key, JsonParser json) throws IOException {
        if (SettingTable.isSection(key)) {
            readSection(key + ".", json);
            return;
        }
        Setting<?> setting = SettingTable.byFileKey(key);
        add(
                key,
                setting == null
                        ? "is not a known section" + Suggestion.forName(key, SettingTable.sections())
                        : "is a section here; allowed: " + setting.allowed(),
                json);
        json.skipChildren();
    }

    private void readValue(String key, JsonParser json) throws IOException {
        Setting<?> setting = SettingTable.byFileKey(key);
        Origin origin = origin(json);
        if (setting != null) {
            values.add(new GivenValue(setting, key, rawOrItems(json), origin));
            return;
        }
        String what = SettingTable.isSection(key)
                ? "is a section and needs an object {...}"
                : "is not a known key" + Suggestion.forName(key, SettingTable.fileKeys());
        problems.add(new Problem(key, what, origin));
        json.skipChildren();
    }

    private static RawValue rawOrItems(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            return raw(json);
        }
        List<RawValue> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(raw(json));
            json.skipChildren();
        }
        return new RawValue.Items(items);
    }

    private static RawValue raw(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> new RawValue.Text(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new RawValue.Numeral(json.getText());
            case VALUE_TRUE, VALUE_FALSE -> new RawValue.Flag(json.hasToken(JsonToken.VALUE_TRUE));
            case START_OBJECT -> new RawValue.Section();
            case START_ARRAY -> new RawValue.Items(List.of());
            default -> new RawValue.Null();
        };
    }

    private void add(String key, String what, JsonParser json) {
        problems.add(new Problem(key, what, origin(json)));
    }

    private Origin origin(JsonParser json) {
        return new Origin.ConfigurationFile(
                file.toString(), json.currentTokenLocation().getLineNr());
    }
}
