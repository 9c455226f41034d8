package io.ris.agent.execution;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes a response body to a file up to a cap and reads no further; its value is how many bytes beyond were seen. */
final class BodyCapture implements HttpResponse.BodySubscriber<Long> {

    private final Path file;
    private final long cap;
    private final CompletableFuture<Long> overflow = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable FileChannel channel;
    private long kept;

    BodyCapture(Path file, long cap) {
        this.file = file;
        this.cap = cap;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return overflow;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            newSubscription.request(1);
        } catch (IOException e) {
            end(e);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long beyond = 0;
        try {
            for (ByteBuffer buffer : buffers) {
                beyond += keep(buffer);
            }
        } catch (IOException e) {
            end(e);
            return;
        }
        if (beyond > 0) {
            end(beyond);
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    /** Writes what fits; answers how much does not. */
    private int keep(ByteBuffer buffer) throws IOException {
        int fits = (int) Math.min(buffer.remaining(), cap - kept);
        ByteBuffer part = buffer.slice(buffer.position(), fits);
        while (part.hasRemaining() && channel != null) {
            kept += channel.write(part);
        }
        return buffer.remaining() - fits;
    }

    @Override
    public void onError(Throwable failure) {
        close();
        overflow.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        close();
        overflow.complete(0L);
    }

    private void end(long beyond) {
        cancel();
        overflow.complete(beyond);
    }

    private void end(IOException failure) {
        cancel();
        overflow.completeExceptionally(failure);
    }

    private void cancel() {
        close();
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            overflow.completeExceptionally(e);
        }
    }
}
