package io.ris.bench;

import java.io.IOException;

/** Reads one document again and again. Not thread-safe. */
final class DocumentReader implements TimedLoad.Client {

    private static final int OK = 200;

    /** How a client asks for a document. */
    enum Manner {
        PLAIN("plain"),
        /** As a page does that has the last one still: it says which. */
        CONDITIONAL("If-None-Match"),
        GZIP("gzip");

        private final String title;

        Manner(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final MonitoringSite site;
    private final String path;
    private final Manner manner;
    private final KeptConnection connection;
    private byte[] request;
    private String known = "";

    DocumentReader(MonitoringSite site, String path, Manner manner) throws IOException {
        this.site = site;
        this.path = path;
        this.manner = manner;
        this.connection = site.connect();
        this.request = manner == Manner.GZIP ? site.read(path, "Accept-Encoding: gzip") : site.read(path);
    }

    @Override
    public HttpAnswer ask() throws IOException {
        HttpAnswer answer = connection.exchange(request);
        boolean isWhole = answer.status() == OK && answer.bodyBytes() > 0;
        boolean isKnown = manner == Manner.CONDITIONAL && answer.isUnchanged();
        if (!isWhole && !isKnown) {
            throw new IOException(path + " was answered " + answer.status() + " with " + answer.bodyBytes() + " bytes");
        }
        if (manner == Manner.GZIP && !answer.isGzip()) {
            throw new IOException(path + " was asked for with gzip and came without");
        }
        if (manner == Manner.CONDITIONAL && isWhole) {
            remember(answer.etag());
        }
        return answer;
    }

    private void remember(String etag) throws IOException {
        if (etag.isEmpty()) {
            throw new IOException(path + " has no ETag");
        }
        if (!etag.equals(known)) {
            known = etag;
            request = site.read(path, "If-None-Match: " + etag);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
