package dev.pilcrow.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer up to a size; one that is larger fails and is read no further. */
final class LimitedBody<T> implements HttpResponse.BodySubscriber<T> {
  private final HttpResponse.BodySubscriber<T> body;
  private final int limit;
  private long received;
  private Flow.@Nullable Subscription subscription;

  LimitedBody(HttpResponse.BodySubscriber<T> body, int limit) {
    this.body = body;
    this.limit = limit;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    body.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    if (received > limit) {
      return;
    }
    received += part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (received <= limit) {
      body.onNext(part);
    } else if (subscription != null) {
      subscription.cancel();
      body.onError(
          new IOException(
              "it has more than %d bytes. SocketOptions.maxMessage allows more".formatted(limit)));
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    if (received <= limit) {
      body.onComplete();
    }
  }
}
