package io.ris.hub.identity.oidc;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer, up to a size that no answer of a provider has. */
final class BoundedBody implements BodySubscriber<byte[]> {

    private static final int MAX_BYTES = 512 * 1024;

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private int left = MAX_BYTES;

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        whole.onSubscribe(source);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        left -= part.stream().mapToInt(ByteBuffer::remaining).sum();
        if (left >= 0) {
            whole.onNext(part);
        } else if (subscription != null) {
            subscription.cancel();
            whole.onError(new IOException("an answer of more than " + MAX_BYTES + " bytes"));
        }
    }

    @Override
    public void onError(Throwable fault) {
        whole.onError(fault);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
