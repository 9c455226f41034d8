package io.ris.hub.identity.apikeys;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A pattern of agent ids, in which {@code *} stands for any text; compared whole. */
final class AgentPattern {

    private AgentPattern() {}

    static boolean matches(String pattern, String agentId) {
        String expression =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(expression, agentId);
    }
}
