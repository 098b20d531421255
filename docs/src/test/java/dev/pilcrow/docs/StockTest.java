package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.testing.Ports;
import dev.pilcrow.client.SocketState;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.client.WsException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs the program of the guide to Java programs, and restarts its server. */
class StockTest {
  private final AtomicInteger stock = new AtomicInteger(10);

  @Test
  void theProgramKnowsTheStockAcrossARestart() throws Exception {
    int port = Ports.free();
    var app = new StockServer(stock).app().start("127.0.0.1", port);
    try (var client = WsClient.to("http://127.0.0.1:" + port)) {
      var watch = new StockWatch(client);
      var page = watch.follow();
      assertThat(next(watch)).isEqualTo(10);
      StockWatch.take(page, 3).get(20, TimeUnit.SECONDS);
      assertThat(next(watch)).isEqualTo(7);
      assertThatThrownBy(() -> StockWatch.take(page, 8).get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WsException.Rejected.class);

      app.stop();
      stock.set(5);
      var sent = StockWatch.take(page, 1);
      app = new StockServer(stock).app().start("127.0.0.1", port);
      sent.get(30, TimeUnit.SECONDS);
      for (int now = next(watch); now != 4; now = next(watch)) {
        assertThat(now).isEqualTo(5);
      }
      TestSocket.await(() -> page.state() == SocketState.OPEN);
    } finally {
      app.stop();
    }
  }

  private static int next(StockWatch watch) throws InterruptedException {
    Integer left = watch.left.poll(20, TimeUnit.SECONDS);
    assertThat(left).as("what is left").isNotNull();
    return left;
  }
}
