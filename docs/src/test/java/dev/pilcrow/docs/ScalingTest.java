package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Runs two machines of the guide to scaling over one Redis. */
class ScalingTest {
  private static final String CLIENT = "abcdefghijklmnopqrstuv";

  private static final AtomicInteger ORDERS = new AtomicInteger();
  private static RedisServer redis;
  private static Javalin here;
  private static Javalin there;

  @BeforeAll
  static void start() throws Exception {
    int port = Ports.free();
    redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    redis.start();
    here = new Scaling("redis://127.0.0.1:" + port, ORDERS).app().start("127.0.0.1", 0);
    there = new Scaling("redis://127.0.0.1:" + port, ORDERS).app().start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    here.stop();
    there.stop();
    redis.stop();
  }

  private static TestSocket open(Javalin machine) throws Exception {
    return TestSocket.open(machine.port(), "/ws/orders?silcrow=1");
  }

  @Test
  void aMessageThatIsSentAgainToAnotherMachineIsHandledOnce() throws Exception {
    String order = "{\"type\":\"custom\",\"event\":\"order\",\"data\":1,\"id\":\"" + CLIENT + ":1\"}";
    try (var first = open(here); var second = open(there)) {
      second.await("skip");
      first.send(order);
      first.await("\"ack\"");
      assertThat(second.await("patch")).contains("\"topic\":\"orders\"");
      second.send(order);
      second.await("\"ack\"");
      assertThat(ORDERS).hasValue(1);
    }
  }

  @Test
  void accessThatIsWithdrawnOnOneMachineEndsStreamsOnAnother() throws Exception {
    try (var first = open(here); var second = open(there)) {
      first.await("skip");
      second.await("skip");
      var logout = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + here.port() + "/logout"))
          .POST(HttpRequest.BodyPublishers.noBody())
          .build();
      assertThat(HttpClient.newHttpClient()
              .send(logout, HttpResponse.BodyHandlers.ofString())
              .statusCode())
          .isEqualTo(200);
      assertThat(first.closeCode()).isEqualTo(4403);
      assertThat(second.closeCode()).isEqualTo(4403);
    }
  }
}
