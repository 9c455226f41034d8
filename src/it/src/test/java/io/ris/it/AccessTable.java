package io.ris.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** {@code access-matrix.csv}: for each route the least role that reaches it, or that it is open. */
final class AccessTable {

    static final String OPEN = "open";

    private AccessTable() {}

    static Map<String, String> read() {
        Map<String, String> table = new TreeMap<>();
        try (var in = AccessTable.class.getResourceAsStream("/access-matrix.csv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*;\\s*"))
                    .forEach(columns -> table.put(columns[0], columns[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
