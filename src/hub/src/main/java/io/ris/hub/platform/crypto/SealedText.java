package io.ris.hub.platform.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals texts with AES-256-GCM. The context (tenant, field, id) is authenticated: a sealed text moved to another place
 * does not open. Format: base64 of version (1 byte), nonce (12 bytes), ciphertext and tag. Thread-safe.
 */
public final class SealedText {

    private static final System.Logger LOG = System.getLogger(SealedText.class.getName());

    /** Whoever starts the hub is shown this line. */
    private static final String WRONG_KEY =
            "ris: what the store holds sealed does not open: security.master_key is another one than before, or it was changed";

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKey key;

    SealedText(SecretKey key) {
        this.key = key;
    }

    /** Seals a text for one place. */
    public String seal(String text, String context) {
        byte[] nonce = Tokens.randomBytes(NONCE_BYTES);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            ByteBuffer whole = ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length);
            whole.put(VERSION).put(nonce).put(sealed);
            return Base64.getEncoder().encodeToString(whole.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private static byte[] decode(String sealed) {
        try {
            return Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("not a sealed text", e);
        }
    }

    /** @throws IllegalStateException if it was sealed with another key or for another place, or was changed */
    public String open(String sealed, String context) {
        byte[] whole = decode(sealed);
        if (whole.length <= 1 + NONCE_BYTES || whole[0] != VERSION) {
            throw new IllegalStateException("not a sealed text");
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, whole, 1, NONCE_BYTES));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            int offset = 1 + NONCE_BYTES;
            return new String(cipher.doFinal(whole, offset, whole.length - offset), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            LOG.log(System.Logger.Level.ERROR, WRONG_KEY);
            throw new IllegalStateException(WRONG_KEY, e);
        }
    }
}
