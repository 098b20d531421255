package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BalancerTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void aClientOfNoNodeIsHungUpOn() throws Exception {
    try (Balancer balancer = new Balancer(0, List.of(Ports.free(), Ports.free()));
        Socket client = new Socket(HERE, balancer.port())) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      try (Socket next = new Socket(HERE, balancer.port())) {
        assertThat(next.getInputStream().read()).as("and so is the next one").isEqualTo(-1);
      }
    }
  }

  @Test
  void aNodeThatIsAwayIsPassedOver() throws Exception {
    try (ServerSocket node = new ServerSocket(0, 1, HERE);
        Balancer balancer = new Balancer(0, List.of(Ports.free(), node.getLocalPort()));
        Socket client = new Socket(HERE, balancer.port());
        Socket atNode = node.accept()) {
      OutputStream out = client.getOutputStream();
      out.write("hello".getBytes(StandardCharsets.UTF_8));
      assertThat(atNode.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      atNode.shutdownOutput();
      assertThat(client.getInputStream().read()).as("whose end is its end").isEqualTo(-1);
    }
  }
}
