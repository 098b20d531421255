package dev.pilcrow.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that no system gives to anybody by itself. */
public final class Ports {
  private Ports() {}

  /**
   * A port on which nobody listens now, nor soon: it is below those that a system gives to who asks
   * for any, so that it can be closed and taken again beside other tests.
   */
  public static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return taken.getLocalPort();
      } catch (BindException e) {
        // The next one, then.
      }
    }
  }
}
