package io.ris.hub.platform.vault;

import io.ris.hub.platform.crypto.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes, then ciphertext and tag. */
final class AesGcm {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private AesGcm() {}

    static byte[] seal(SecretKey key, byte[] plain, String context) {
        byte[] nonce = Tokens.randomBytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce), context)
                    .doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * What was sealed at an offset of an array.
     *
     * @throws NotOpenedException if key or context are other ones, or a bit was changed
     */
    static byte[] open(SecretKey key, byte[] sealed, int offset, String context) {
        if (sealed.length <= offset + NONCE_BYTES) {
            throw new NotOpenedException("not a sealed text", null);
        }
        try {
            int begin = offset + NONCE_BYTES;
            return cipher(
                            Cipher.DECRYPT_MODE,
                            key,
                            new GCMParameterSpec(TAG_BITS, sealed, offset, NONCE_BYTES),
                            context)
                    .doFinal(sealed, begin, sealed.length - begin);
        } catch (GeneralSecurityException e) {
            throw new NotOpenedException("sealed with another key or for another place, or changed since", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, GCMParameterSpec nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, nonce);
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
