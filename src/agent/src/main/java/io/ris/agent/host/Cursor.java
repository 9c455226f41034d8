package io.ris.agent.host;

import java.nio.charset.StandardCharsets;

/**
 * A way through a piece of a {@code /proc} file, without making texts of what is only counted. What is not there reads as 0 or
 * empty. Its bytes are good until the file system is read again.
 */
public final class Cursor {

    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private final byte[] bytes;
    private final int end;
    private int at;

    Cursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** A way through a text. */
    public static Cursor of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Cursor(bytes, 0, bytes.length);
    }

    /** How many bytes are left. */
    public int left() {
        return end - at;
    }

    /** Whether what is left begins so. */
    public boolean startsWith(String ascii) {
        if (left() < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Goes behind the next such character; answers false, and goes nowhere, where there is none. */
    public boolean skipPast(char character) {
        for (int i = at; i < end; i++) {
            if (bytes[i] == character) {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Goes behind the last such character; answers false, and goes nowhere, where there is none. */
    public boolean skipPastLast(char character) {
        for (int i = end - 1; i >= at; i--) {
            if (bytes[i] == character) {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Goes over words and the blanks before them. */
    public void skipWords(int count) {
        for (int word = 0; word < count; word++) {
            skipBlanks();
            while (at < end && !isBlank(bytes[at])) {
                at++;
            }
        }
    }

    /** The next byte; 0 at the end. */
    public byte next() {
        return at < end ? bytes[at++] : 0;
    }

    /** The whole number that follows the blanks here. */
    public long number() {
        skipBlanks();
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = digits(DECIMAL, Integer.MAX_VALUE);
        return negative ? -value : value;
    }

    /** The hexadecimal number here, of at most so many digits. */
    public long hex(int most) {
        return digits(HEXADECIMAL, most);
    }

    private long digits(int radix, int most) {
        long value = 0;
        for (int digits = 0; at < end && digits < most; digits++) {
            int digit = Character.digit(bytes[at], radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            at++;
        }
        return value;
    }

    /** The next word. */
    public String word() {
        skipBlanks();
        int from = at;
        skipWords(1);
        return text(from, at);
    }

    /** All that is left, as UTF-8, without blanks around it. */
    public String rest() {
        String rest = text(at, end).strip();
        at = end;
        return rest;
    }

    /** What is left but for so many bytes at the end. */
    public String textBefore(int last) {
        return text(at, Math.max(at, end - last));
    }

    /** A way of its own through what is left. */
    public Cursor copy() {
        return new Cursor(bytes, at, end);
    }

    /** Goes over spaces and tabs. */
    public void skipBlanks() {
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
