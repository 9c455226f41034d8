package io.ris.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/** The nearest known name to a mistyped one. */
final class Suggestion {

    private Suggestion() {}

    /** A clause to append to a message, or nothing where no name is near. */
    static String forName(String unknown, Collection<String> known) {
        int tolerance = Math.max(2, unknown.length() / 5);
        Stream<Candidate> misspelled = known.stream()
                .map(name -> new Candidate(name, distance(unknown, name)))
                .filter(candidate -> candidate.distance() <= tolerance);
        Stream<Candidate> misplaced = known.stream()
                .filter(name -> lastPart(name).equals(lastPart(unknown)) && name.contains("."))
                .map(name -> new Candidate(name, tolerance + 1 + distance(unknown, name)));
        return Stream.concat(misspelled, misplaced)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(candidate -> "; did you mean " + candidate.name() + "?")
                .orElse("");
    }

    private record Candidate(String name, int distance) {}

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int substitution = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] = Math.min(
                        previous[column - 1] + substitution, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
