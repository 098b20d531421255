package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.ws.WsClose;
import jakarta.servlet.AsyncContext;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/**
 * Where the end of an event stream lets Javalin go on with its request. On a request that Jetty has
 * given up, Javalin's handling of exceptions would not come to an end.
 */
class ResponseTransportTest {
  /** An event stream whose handler threads and end are the test's. */
  private record Served(ResponseTransport transport, AsyncContext async) {}

  private final HandlerThreads threads = new HandlerThreads(false, 4);
  private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  private TestServer serve() {
    return TestServer.start(
        (config, pilcrow) -> {
          config.routes.after(ctx -> calls.add("after"));
          config.routes.get(
              "/events",
              ctx -> {
                ResponseTransport transport =
                    new ResponseTransport(
                        ctx.req(),
                        false,
                        EncodedEvent::joinSse,
                        threads,
                        close -> calls.add("ended " + close.code()));
                served.add(new Served(transport, ctx.req().getAsyncContext()));
                ctx.future(transport::done);
              });
        });
  }

  /** The stream, when its client has seen the first bytes. */
  private Served begun(TestServer server, BlockingQueue<TestStream> client) throws Exception {
    Thread opening =
        new Thread(
            () -> {
              try {
                client.add(TestStream.open(server.port(), "/events"));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    opening.start();
    Served one = served.take();
    one.transport().write(List.of(EncodedEvent.comment()), Callback.NOOP);
    opening.join();
    return one;
  }

  @Test
  void whatFollowsARequestRunsWhenItsStreamHasEnded() throws Exception {
    BlockingQueue<TestStream> client = new LinkedBlockingQueue<>();
    try (var server = serve()) {
      Served one = begun(server, client);
      one.transport().close(WsClose.NORMAL, false);
      assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("ended 1000");
      assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
      assertThat(client.take().isEnded()).isTrue();
    } finally {
      threads.stop(5_000);
    }
  }

  @Test
  void afterTheHandlersThreadsHaveStoppedTheConnectionIsCutAndNothingFollows() throws Exception {
    BlockingQueue<TestStream> client = new LinkedBlockingQueue<>();
    try (var server = serve()) {
      Served one = begun(server, client);
      threads.stop(5_000);
      one.transport().close(WsClose.NORMAL, false);
      assertThat(one.transport().done()).isNotDone();
      assertThat(client.take().isEnded()).isTrue();
    }
    assertThat(calls).containsExactly("ended 1000");
  }

  @Test
  void nothingFollowsARequestThatJettyHasGivenUp() throws Exception {
    BlockingQueue<TestStream> client = new LinkedBlockingQueue<>();
    try (var server = serve()) {
      Served one = begun(server, client);
      one.async().complete();
      assertThat(client.take().isEnded()).isTrue();
      one.transport().close(WsClose.NORMAL, false);
      threads.stop(5_000);
      assertThat(one.transport().done()).isNotDone();
    }
    assertThat(calls).hasSize(1).doesNotContain("after");
  }
}
