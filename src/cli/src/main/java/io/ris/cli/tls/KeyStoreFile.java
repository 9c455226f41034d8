package io.ris.cli.tls;

import io.ris.cli.storage.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** One PKCS #12 store with one key, or with certificates to be trusted. */
final class KeyStoreFile {

    private final Path file;
    private final String alias;
    private final char[] password;

    KeyStoreFile(Path file, String alias, String password) {
        this.file = file;
        this.alias = alias;
        this.password = password.toCharArray();
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    ServerIdentity read() throws IOException, GeneralSecurityException {
        KeyStore store = load();
        Certificate[] chain = store.getCertificateChain(alias);
        if (chain == null || !(store.getKey(alias, password) instanceof PrivateKey key)) {
            throw new GeneralSecurityException("no key named " + alias);
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain) {
            certificates.add((X509Certificate) certificate);
        }
        return new ServerIdentity(key, certificates);
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    void write(PrivateKey key, List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(alias, key, password, chain.toArray(Certificate[]::new));
        save(store);
    }

    /**
     * Writes certificates to be trusted: the first under the alias itself, the others under numbered ones. What holds them already
     * is left alone, since each writing makes other bytes, and the server takes up its key stores anew for those.
     */
    void writeTrusted(List<X509Certificate> certificates) throws IOException, GeneralSecurityException {
        if (holds(certificates)) {
            return;
        }
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(numbered(i), certificates.get(i));
        }
        save(store);
    }

    private boolean holds(List<X509Certificate> certificates) {
        try {
            KeyStore store = load();
            boolean same = store.size() == certificates.size();
            for (int i = 0; same && i < certificates.size(); i++) {
                same = certificates.get(i).equals(store.getCertificate(numbered(i)));
            }
            return same;
        } catch (IOException | GeneralSecurityException e) { // not there, or damaged: written anew
            return false;
        }
    }

    private String numbered(int i) {
        return i == 0 ? alias : alias + "-" + i;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private void save(KeyStore store) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        PrivateFile.write(file, bytes.toByteArray());
    }
}
