package io.ris.agent.enrolment;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/**
 * A PKCS #10 request (RFC 2986) for a P-256 key, in the few DER shapes that it needs. The subject is a placeholder: the
 * hub decides who the agent is.
 */
final class CertificateRequest {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int ATTRIBUTES = 0xa0;

    /** 2.5.4.3, commonName. */
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
    private static final byte[] ECDSA_SHA256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02};

    private CertificateRequest() {}

    /** The request in PEM, signed by the key that it is for. */
    static String pem(KeyPair keys) throws GeneralSecurityException {
        byte[] info = der(
                SEQUENCE,
                der(INTEGER, BigInteger.ZERO.toByteArray()),
                subject("agent"),
                keys.getPublic().getEncoded(),
                der(ATTRIBUTES));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(info);
        byte[] algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_SHA256));
        byte[] noUnusedBits = {0};
        return Pem.encode(
                "CERTIFICATE REQUEST", der(SEQUENCE, info, algorithm, der(BIT_STRING, noUnusedBits, signature.sign())));
    }

    private static byte[] subject(String commonName) {
        byte[] value = der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT_ID, COMMON_NAME), value)));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream element, int length) {
        if (length < 0x80) {
            element.write(length);
            return;
        }
        int bytes = length < 0x100 ? 1 : 2;
        element.write(0x80 | bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            element.write(length >> shift);
        }
    }
}
