package io.ris.agent.execution;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What of an answer's headers goes into the result, which travels in one message: a value of more than {@value #VALUE_LIMIT}
 * characters is cut and says so, and of more than {@value #LIMIT} characters in all the last names are left out and counted.
 */
final class HttpHeaderSelection {

    static final int LIMIT = 64 * 1024;
    static final int VALUE_LIMIT = 8 * 1024;

    /** Holds how many names were left out. No server has to be asked for it: a result may say more than an answer. */
    static final String OMITTED = "ris-omitted-headers";

    private HttpHeaderSelection() {}

    /** Names in lower case, values of one name joined. */
    static Map<String, String> of(HttpHeaders headers, UnaryOperator<String> mask) {
        Map<String, String> selected = new TreeMap<>();
        int omitted = 0;
        int left = LIMIT;
        for (Map.Entry<String, List<String>> header : new TreeMap<>(headers.map()).entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = cut(mask.apply(String.join(", ", header.getValue())));
            if (name.length() + value.length() > left) {
                omitted++;
                continue;
            }
            left -= name.length() + value.length();
            selected.put(name, value);
        }
        if (omitted > 0) {
            selected.put(OMITTED, Integer.toString(omitted));
        }
        return selected;
    }

    private static String cut(String value) {
        if (value.length() <= VALUE_LIMIT) {
            return value;
        }
        boolean splits = Character.isHighSurrogate(value.charAt(VALUE_LIMIT - 1));
        String kept = value.substring(0, splits ? VALUE_LIMIT - 1 : VALUE_LIMIT);
        return kept + "... (" + (value.length() - kept.length()) + " characters more)";
    }
}
