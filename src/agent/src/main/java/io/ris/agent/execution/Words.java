package io.ris.agent.execution;

/** What is said to people about an attempt. Some of it comes from strangers, such as a server that is asked, at any length. */
final class Words {

    /** The most characters that are passed on. */
    static final int LIMIT = 2048;

    private Words() {}

    /** The words, or as many of them as are passed on. */
    static String cut(String words) {
        if (words.length() <= LIMIT) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
        return words.substring(0, end) + "...";
    }

    /** What went wrong, in words. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return cut(message == null ? kind : kind + ": " + message);
    }
}
