package io.ris.hub.fleet.selection;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one {@link LabelExpression}, by recursive descent. Positions count characters from 1. */
final class LabelParser {

    /** Deeper than anybody nests by hand, and shallower than a thread's stack. */
    private static final int MAX_DEPTH = 32;

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<text>\"[^\"]*\"|[A-Za-z0-9._/:@-]+)|(?<sign>!=|[=(),]))");
    private static final Pattern REST = Pattern.compile("\\s*");
    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "notin", "exists");

    private final String text;
    private final Matcher matcher;
    private int depth;
    private int start;
    private String token = "";
    private boolean isText;

    LabelParser(String text) {
        this.text = text;
        matcher = TOKEN.matcher(text);
    }

    LabelExpression parse() {
        advance();
        LabelExpression expression = or();
        if (!token.isEmpty()) {
            throw expected("\"and\", \"or\" or the end");
        }
        return expression;
    }

    private void advance() {
        int from = start + token.length();
        matcher.region(from, text.length());
        if (matcher.lookingAt()) {
            isText = matcher.group("text") != null;
            token = isText ? matcher.group("text") : matcher.group("sign");
            start = matcher.end() - token.length();
            return;
        }
        Matcher rest = REST.matcher(text).region(from, text.length());
        boolean unused = rest.lookingAt();
        start = rest.end();
        token = "";
        isText = false;
        if (start < text.length()) {
            throw expected("a name, a value or an operator");
        }
    }

    private LabelSyntaxException expected(String what) {
        String found = start == text.length() ? "the end" : "\"" + text.charAt(start) + "\"";
        return new LabelSyntaxException(start + 1, what + " was expected, not " + (token.isEmpty() ? found : quoted()));
    }

    private String quoted() {
        return token.startsWith("\"") ? token : "\"" + token + "\"";
    }

    private LabelExpression or() {
        LabelExpression left = and();
        while (takes("or")) {
            left = new LabelExpression.Or(left, and());
        }
        return left;
    }

    private LabelExpression and() {
        LabelExpression left = not();
        while (takes("and")) {
            left = new LabelExpression.And(left, not());
        }
        return left;
    }

    private LabelExpression not() {
        if (++depth > MAX_DEPTH) {
            throw new LabelSyntaxException(start + 1, "it is nested more than " + MAX_DEPTH + " deep");
        }
        try {
            return takes("not") ? new LabelExpression.Not(not()) : group();
        } finally {
            depth--;
        }
    }

    private LabelExpression group() {
        if (takes("(")) {
            LabelExpression inner = or();
            require(")");
            return inner;
        }
        return takes("exists") ? new LabelExpression.Exists(name()) : comparison();
    }

    private LabelExpression comparison() {
        String name = name();
        if (takes("=")) {
            return new LabelExpression.In(name, Set.of(value()));
        }
        if (takes("!=")) {
            return new LabelExpression.Not(new LabelExpression.In(name, Set.of(value())));
        }
        if (takes("in")) {
            return new LabelExpression.In(name, values());
        }
        if (takes("notin")) {
            return new LabelExpression.Not(new LabelExpression.In(name, values()));
        }
        throw expected("=, !=, in or notin");
    }

    private Set<String> values() {
        require("(");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(value());
        } while (takes(","));
        require(")");
        return values;
    }

    private String name() {
        if (!isText || token.startsWith("\"") || WORDS.contains(token)) {
            throw expected("the name of a label");
        }
        String name = token;
        advance();
        return name;
    }

    private String value() {
        if (!isText) {
            throw expected("a value");
        }
        String value = token.startsWith("\"") ? token.substring(1, token.length() - 1) : token;
        advance();
        return value;
    }

    private boolean takes(String wanted) {
        boolean found = token.equals(wanted);
        if (found) {
            advance();
        }
        return found;
    }

    private void require(String wanted) {
        if (!takes(wanted)) {
            throw expected("\"" + wanted + "\"");
        }
    }
}
