package io.ris.hub.fleet.enrolment;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.AgentId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs the agents' certificates (P-256, client authentication). The tenant is the subject's organisation, the agent's id
 * its common name. The key comes from the data directory at the very first start and lives in the store since, sealed.
 * Thread-safe.
 */
@HubService
public class CertificateAuthority implements SealedData {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final String CONTEXT = "authorities/agents";
    private static final int SERIAL_BITS = 127;
    private static final ASN1ObjectIdentifier P256 = SECObjectIdentifiers.secp256r1;

    private final AuthorityRepository repository;
    private final Sealer sealer;
    private final Clock clock;
    private final Path directory;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private volatile Optional<Authority> authority = Optional.empty();

    @Inject
    CertificateAuthority(
            AuthorityRepository repository,
            Vault vault,
            Clock clock,
            @ConfigProperty(name = "data_dir") String dataDirectory,
            @ConfigProperty(name = "client_management.certificate_lifetime") Duration lifetime) {
        this.repository = repository;
        this.sealer = vault.ofPlatform();
        this.clock = clock;
        this.directory = Path.of(dataDirectory, "tls");
        this.lifetime = lifetime;
    }

    private record Authority(PrivateKey key, X509Certificate certificate) {}

    void load(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        try {
            if (repository.find().isEmpty()) {
                Authority made = readFile();
                repository.insertIfAbsent(
                        base64(made.certificate().getEncoded()),
                        sealer.seal(base64(made.key().getEncoded()), CONTEXT));
            }
            authority = Optional.of(open(repository.find().orElseThrow()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("ris: the CA under " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Authority readFile() throws GeneralSecurityException, IOException {
        char[] password =
                Files.readString(directory.resolve("password")).strip().toCharArray();
        KeyStore file = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("ca.p12"))) {
            file.load(in, password);
        }
        return new Authority((PrivateKey) file.getKey("ca", password), (X509Certificate) file.getCertificate("ca"));
    }

    private Authority open(AuthorityRepository.StoredAuthority stored) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(sealer.open(stored.sealedKey(), CONTEXT));
        byte[] certificate = Base64.getDecoder().decode(stored.certificate());
        return new Authority(
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate)));
    }

    @Override
    public boolean isOfTenants() {
        return false;
    }

    @Override
    public long reseal(Sealer with) {
        List<AuthorityRepository.StoredAuthority> stale = repository.find().stream()
                .filter(stored -> !stored.sealedKey().startsWith(with.currentPrefix()))
                .toList();
        stale.forEach(stored -> repository.reseal(stored, with.seal(with.open(stored.sealedKey(), CONTEXT), CONTEXT)));
        return stale.size();
    }

    /** Its certificate. */
    public String certificatePem() {
        return IssuedCertificate.pem(authority().certificate());
    }

    /** The name by which its certificates call it. */
    String name() {
        return authority().certificate().getSubjectX500Principal().getName();
    }

    /** Whether a certificate is of this CA; it may have ended. */
    boolean hasIssued(X509Certificate certificate) {
        try {
            certificate.verify(authority().certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }

    /** How long after it was issued a certificate should be renewed. */
    Duration renewAfter() {
        return lifetime.multipliedBy(2).dividedBy(3);
    }

    /**
     * The public key of a request whose signature proves that its sender has the private one.
     *
     * @throws HubException.Invalid if it is no PKCS #10 request with a P-256 key, signed by it
     */
    PublicKey verify(String csrPem) {
        try (PEMParser parser = new PEMParser(new StringReader(csrPem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw HubException.Invalid.rule("csr", "must be a PKCS #10 request in PEM");
            }
            if (!P256.equals(request.getSubjectPublicKeyInfo().getAlgorithm().getParameters())) {
                throw HubException.Invalid.rule("csr", "must have a P-256 key");
            }
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw HubException.Invalid.rule("csr", "is not signed by its own key");
            }
            return key;
        } catch (HubException refused) {
            throw refused;
        } catch (IOException
                | GeneralSecurityException
                | PKCSException
                | OperatorCreationException
                | RuntimeException e) { // the library throws unchecked exceptions too where a request is broken
            throw HubException.Invalid.rule("csr", "cannot be read");
        }
    }

    /** A certificate for an agent's key. */
    IssuedCertificate issue(AgentKey agent, PublicKey key) {
        Instant now = clock.instant();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, agent.tenant().value())
                .addRDN(BCStyle.CN, agent.agentId().value())
                .build();
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    authority().certificate(),
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(now.minus(IssuedCertificate.BACKDATED)),
                    Date.from(now.plus(lifetime)),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(authority().certificate()));
            return new IssuedCertificate(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE)
                            .build(authority().key()))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate could be issued", e);
        }
    }

    /** Tenant and agent of a certificate of this CA; empty if its subject names none. */
    public static Optional<AgentKey> subject(X509Certificate certificate) {
        try {
            LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
            Optional<String> tenant = part(name, "O").filter(TenantCode::isValid);
            Optional<String> agent = part(name, "CN");
            return tenant.flatMap(code -> agent.map(id -> new AgentKey(new TenantCode(code), new AgentId(id))));
        } catch (InvalidNameException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> part(LdapName name, String type) {
        return name.getRdns().stream()
                .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
                .map(Rdn::getValue)
                .map(Object::toString)
                .findFirst();
    }

    private Authority authority() {
        return authority.orElseThrow(() -> new IllegalStateException("the CA is not loaded yet"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
