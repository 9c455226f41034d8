package io.ris.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program and its arguments, as text. White space separates words, unless it stands between two {@code '} or two {@code "};
 * every other character means itself. No shell is asked: there are no variables, patterns, pipes or escapes. Immutable.
 *
 * @param words the program, which is an absolute path or a name to be found in {@code PATH}, and its arguments
 */
public record CommandLine(List<String> words) {

    /** Not between quotes. */
    private static final char OPEN = 0;

    public CommandLine {
        words = List.copyOf(words);
    }

    /**
     * Splits a line.
     *
     * @throws IllegalArgumentException if it is none, with a message that does not repeat it
     */
    public static CommandLine of(String line) {
        return parse(line).orElseThrow(() -> new IllegalArgumentException("not a command line"));
    }

    static boolean isValid(String line) {
        return parse(line).isPresent();
    }

    private static Optional<CommandLine> parse(String line) {
        return Optional.of(line)
                .filter(text -> text.indexOf(0) < 0)
                .flatMap(CommandLine::split)
                .filter(words -> !words.isEmpty() && canBeFound(words.getFirst()))
                .map(CommandLine::new);
    }

    /** Empty where a quote is not closed. */
    private static Optional<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = OPEN;
        for (char next : (line + ' ').toCharArray()) {
            boolean mark = quote == OPEN ? next == '\'' || next == '"' : next == quote;
            if (mark) {
                quote = quote == OPEN ? next : OPEN;
                begun = true;
            } else if (quote != OPEN || !Character.isWhitespace(next)) {
                word.append(next);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        return quote == OPEN ? Optional.of(words) : Optional.empty();
    }

    /** A path from somewhere else than the root would depend on the working directory, which is not the operator's choice. */
    private static boolean canBeFound(String program) {
        return !program.isBlank() && (program.startsWith("/") || !program.contains("/"));
    }

    /** The program without its folder: what is shown of a command. */
    public String program() {
        return words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    }
}
