package io.ris.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows for people, each column as wide as what is in it. Cells may come from strangers. Not thread-safe. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param titles of the columns */
    public Table(String... titles) {
        row(titles);
    }

    /** Adds a row; what is empty shows as a dash. */
    public void row(String... cells) {
        rows.add(List.of(cells).stream()
                .map(cell -> cell.isEmpty() ? "-" : Printable.line(cell))
                .toList());
    }

    /** Prints titles and rows. */
    public void print(Console console) {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toList();
        for (List<String> row : rows) {
            console.result(IntStream.range(0, row.size())
                    .mapToObj(column -> padded(row.get(column), widths.get(column)))
                    .collect(Collectors.joining(GAP))
                    .stripTrailing());
        }
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - width(cell));
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
