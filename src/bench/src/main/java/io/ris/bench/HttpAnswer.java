package io.ris.bench;

/**
 * What of an answer counts for a load.
 *
 * @param bodyBytes as they came over the wire, without the framing of chunks
 * @param etag with its quotes; empty where there was none
 * @param isGzip whether the body came compressed
 */
record HttpAnswer(int status, long bodyBytes, String etag, boolean isGzip) {

    static final int NOT_MODIFIED = 304;

    boolean isUnchanged() {
        return status == NOT_MODIFIED;
    }
}
