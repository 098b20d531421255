package dev.pilcrow.browser.client;

import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A path that answers as told and notes what it was asked. It can keep everybody waiting. */
final class Asked implements TestServer.Handler {
  private final TestServer.Handler answer;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** One request, with its headers in lower case. */
  record Request(String method, String query, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Asked(TestServer.Handler answer) {
    this.answer = answer;
  }

  @Override
  public void handle(Context ctx) throws Exception {
    count.incrementAndGet();
    CountDownLatch closed = gate;
    var headers = new java.util.TreeMap<String, String>();
    ctx.headerMap()
        .forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    requests.add(
        new Request(
            ctx.method().name(),
            ctx.queryString() == null ? "" : ctx.queryString(),
            headers,
            ctx.body()));
    if (!closed.await(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("Nobody released " + ctx.path());
    }
    answer.handle(ctx);
  }

  /** Keeps the requests that come from now on waiting. */
  Asked hold() {
    gate = new CountDownLatch(1);
    return this;
  }

  /** Lets go of those that wait. */
  void release() {
    gate.countDown();
  }

  /** The next request. */
  Request next() throws InterruptedException {
    Request request = requests.poll(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("Nobody asked within ten seconds.");
    }
    return request;
  }

  /** How many requests there were. */
  int count() {
    return count.get();
  }
}
