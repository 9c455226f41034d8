package io.ris.hub.fleet.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.vault.TestVault;
import io.ris.protocol.AgentId;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {

    private static final Provider EVERY_CURVE = new BouncyCastleProvider();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final CertificateAuthority authority = new CertificateAuthority(
            new AuthorityRepository(null),
            TestVault.empty(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            "nowhere",
            Duration.ofDays(90));

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", EVERY_CURVE);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static PKCS10CertificationRequest request(KeyPair subject, KeyPair signer, String algorithm)
            throws OperatorCreationException {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=agent"), subject.getPublic())
                .build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(EVERY_CURVE)
                        .build(signer.getPrivate()));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        }
        return text.toString();
    }

    private static String armour(byte[] der) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    private void refuses(String csr) {
        assertThatThrownBy(() -> authority.verify(csr))
                .as(csr)
                .isInstanceOfSatisfying(HubException.Invalid.class, fault -> {
                    assertThat(fault.type().httpStatus()).isEqualTo(422);
                    assertThat(fault.errors())
                            .singleElement()
                            .extracting(HubException.FieldError::field)
                            .isEqualTo("csr");
                });
    }

    @Test
    void takesAP256KeyThatSignedItsRequest() throws Exception {
        KeyPair key = ec("secp256r1");
        assertThat(authority.verify(pem(request(key, key, "SHA256withECDSA"))).getEncoded())
                .isEqualTo(key.getPublic().getEncoded());
    }

    @Test
    void refusesAnRsaKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair key = generator.generateKeyPair();
        refuses(pem(request(key, key, "SHA256withRSA")));
    }

    @Test
    void refusesAnEdwardsKey() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        refuses(pem(request(key, key, "Ed25519")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1", "secp256k1", "brainpoolP256r1", "secp224r1"})
    void refusesAnotherCurve(String curve) throws Exception {
        KeyPair key = ec(curve);
        refuses(pem(request(key, key, "SHA256withECDSA")));
    }

    @Test
    void refusesARequestThatAnotherKeySigned() throws Exception {
        refuses(pem(request(ec("secp256r1"), ec("secp256r1"), "SHA256withECDSA")));
    }

    @Test
    void refusesAnotherKindOfPem() throws Exception {
        KeyPair key = ec("secp256r1");
        refuses(pem(key.getPublic()));
        refuses(pem(certificate("O=default,CN=agent")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nA\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nMIIBAjCB\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n",
                "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n"
            })
    void refusesGarbage(String csr) {
        refuses(csr);
    }

    @Test
    void whateverIsChangedInARequestTheClientIsToldAndNothingElseHappens() throws Exception {
        KeyPair key = ec("secp256r1");
        byte[] der = request(key, key, "SHA256withECDSA").getEncoded();
        Random random = new Random(7);
        for (int turn = 0; turn < 2_000; turn++) {
            byte[] changed = der.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            String csr = armour(changed);
            Throwable fault = catchThrowable(() -> authority.verify(csr));
            assertThat(fault).as("turn " + turn + "\n" + csr).isInstanceOf(HubException.Invalid.class);
        }
    }

    @Test
    void whereverARequestIsCutTheClientIsTold() throws Exception {
        KeyPair key = ec("secp256r1");
        byte[] der = request(key, key, "SHA256withECDSA").getEncoded();
        for (int length = 0; length < der.length; length++) {
            refuses(armour(Arrays.copyOf(der, length)));
        }
    }

    private static X509Certificate certificate(String subject) throws Exception {
        KeyPair key = ec("secp256r1");
        X500Name name = new X500Name(subject);
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW),
                                Date.from(NOW.plusSeconds(60)),
                                name,
                                key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(EVERY_CURVE)
                                .build(key.getPrivate())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=default,CN=agent-1", "CN=agent-1,O=default", "C=DE,O=default,OU=x,CN=agent-1"})
    void knowsTenantAndAgentOfACertificate(String subject) throws Exception {
        assertThat(CertificateAuthority.subject(certificate(subject)))
                .contains(new AgentKey(new TenantCode("default"), new AgentId("agent-1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=agent-1",
                "O=default",
                "O=Default,CN=agent-1",
                "O=default,CN=agent 1",
                "O=default,CN=../../etc/passwd",
                "O=de\\,fault,CN=agent-1",
                "OU=default,CN=agent-1",
                "O=default,CN=\\#0c0161",
                "DC=org"
            })
    void knowsNobodyBehindAnOddName(String subject) throws Exception {
        assertThat(CertificateAuthority.subject(certificate(subject))).isEmpty();
    }
}
