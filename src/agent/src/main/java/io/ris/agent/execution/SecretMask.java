package io.ris.agent.execution;

import io.ris.protocol.CommandSpec;
import io.ris.protocol.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts asterisks in the place of a task's secrets in what it writes, as many as the secret has bytes, so that offsets stay as they
 * are. It knows the secrets as they were given, and not what a program makes of them, as by encoding.
 */
final class SecretMask {

    private static final byte ASTERISK = '*';
    private static final int LONGEST_DETAIL = 500;

    private final List<byte[]> secrets;
    private final int longest;

    private SecretMask(List<byte[]> secrets) {
        this.secrets = secrets;
        this.longest = secrets.stream().mapToInt(secret -> secret.length).max().orElse(0);
    }

    static SecretMask of(TaskSpec spec) {
        return of(spec.secretTexts());
    }

    /** What is shorter than any secret may be is left alone. */
    static SecretMask of(List<String> texts) {
        return new SecretMask(texts.stream()
                .distinct()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .filter(secret -> secret.length >= CommandSpec.LEAST_SECRET)
                .toList());
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** How far from a byte others lie that decide whether it is part of a secret. */
    int reach() {
        return Math.max(0, longest - 1);
    }

    /** Masks every secret that is whole in these bytes. */
    void apply(byte[] bytes) {
        BitSet masked = new BitSet();
        for (byte[] secret : secrets) {
            for (int at = find(bytes, secret, 0); at >= 0; at = find(bytes, secret, at + 1)) {
                masked.set(at, at + secret.length);
            }
        }
        masked.stream().forEach(at -> bytes[at] = ASTERISK);
    }

    String apply(String text) {
        if (isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        apply(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What another side, or this machine, said of a fault: without secrets, and no longer than people read. */
    String detail(@Nullable String words) {
        String masked = apply(String.valueOf(words));
        if (masked.length() <= LONGEST_DETAIL) {
            return masked;
        }
        boolean splits = Character.isHighSurrogate(masked.charAt(LONGEST_DETAIL - 1));
        return masked.substring(0, splits ? LONGEST_DETAIL - 1 : LONGEST_DETAIL) + "...";
    }

    /** How many bytes at the end may be the beginning of a secret. */
    int openEnd(byte[] bytes) {
        for (int length = Math.min(reach(), bytes.length); length > 0; length--) {
            for (byte[] secret : secrets) {
                if (length < secret.length && matches(bytes, bytes.length - length, secret, length)) {
                    return length;
                }
            }
        }
        return 0;
    }

    /** Masks the end too where it may be the beginning of a secret. */
    void applyToOpenEnd(byte[] bytes) {
        Arrays.fill(bytes, bytes.length - openEnd(bytes), bytes.length, ASTERISK);
    }

    private static int find(byte[] bytes, byte[] secret, int from) {
        for (int at = from; at + secret.length <= bytes.length; at++) {
            if (matches(bytes, at, secret, secret.length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, byte[] secret, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != secret[i]) {
                return false;
            }
        }
        return true;
    }
}
