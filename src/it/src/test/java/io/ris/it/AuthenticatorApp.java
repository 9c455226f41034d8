package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a phone makes of an otpauth URI: a code every half minute (RFC 6238), written without a look at the hub's own way. */
final class AuthenticatorApp {

    private static final Pattern URI = Pattern.compile(
            "otpauth://totp/[^?]+\\?secret=([A-Z2-7]{32})&issuer=[^&]+&algorithm=SHA1&digits=6&period=30");

    private final byte[] secret;

    private AuthenticatorApp(byte[] secret) {
        this.secret = secret;
    }

    static AuthenticatorApp scanning(String uri) {
        Matcher matcher = URI.matcher(uri);
        assertThat(matcher.matches()).as(uri).isTrue();
        StringBuilder bits = new StringBuilder();
        for (char letter : matcher.group(1).toCharArray()) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            bits.append(String.format(Locale.ROOT, "%5s", Integer.toBinaryString(value))
                    .replace(' ', '0'));
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return new AuthenticatorApp(bytes);
    }

    long step() {
        return Clock.systemUTC().millis() / 30_000;
    }

    String code() {
        return code(step());
    }

    String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int at = hash[19] & 15;
            BigInteger number =
                    new BigInteger(1, new byte[] {(byte) (hash[at] & 127), hash[at + 1], hash[at + 2], hash[at + 3]});
            return String.format(Locale.ROOT, "%06d", number.mod(BigInteger.valueOf(1_000_000)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A code that is none of the present ones. */
    String wrongCode() {
        for (int i = 0; ; i++) {
            String code = String.format(Locale.ROOT, "%06d", i);
            long now = step();
            boolean right = false;
            for (long step = now - 2; step <= now + 2; step++) {
                right |= code(step).equals(code);
            }
            if (!right) {
                return code;
            }
        }
    }
}
