package io.ris.cli.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The names and addresses of a server certificate.
 *
 * @param names host names in lower case, and addresses as {@link InetAddress#getHostAddress} writes them
 */
public record ServerNames(Set<String> names) {

    private static final int DNS = GeneralName.dNSName;
    private static final int ADDRESS = GeneralName.iPAddress;

    public ServerNames {
        Set<String> normalized = new TreeSet<>();
        names.forEach(name -> normalized.add(normalize(name)));
        names = Set.copyOf(normalized);
    }

    /** The names by which this machine reaches itself, and the given ones. */
    public static ServerNames ofThisMachine(Collection<String> further) {
        Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "::1"));
        names.addAll(further);
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine whose own name does not resolve is not reached by it either.
            return new ServerNames(names);
        }
        return new ServerNames(names);
    }

    static ServerNames of(X509Certificate certificate) throws CertificateParsingException {
        Set<String> names = new TreeSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.forEach(alternative -> names.add(String.valueOf(alternative.get(1))));
        }
        return new ServerNames(names);
    }

    GeneralNames extension() {
        return new GeneralNames(new TreeSet<>(names)
                .stream()
                        .map(name -> new GeneralName(isAddress(name) ? ADDRESS : DNS, name))
                        .toArray(GeneralName[]::new));
    }

    private static String normalize(String name) {
        if (!isAddress(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(name + " is not an address", e);
        }
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
