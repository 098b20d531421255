package dev.pilcrow.benchmarks;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.TypedCallbacks;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.nio.ByteBuffer;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server process of {@link Echo}: the same echo four times. {@code /raw} is plain Javalin,
 * which sends the bytes it got without looking at them; {@code /by-hand} is plain Javalin that
 * reads and writes them with Jackson; {@code /callbacks} and {@code /loop} are a typed channel.
 */
public final class EchoServer {
  /** A chat's message. */
  public record Line(long id, String author, String text, double at, boolean own) {}

  /** What is sent back and forth: 3 lines are about 300 bytes. */
  public record Lines(String room, List<Line> lines) {}

  private EchoServer() {}

  static byte[] message() {
    Line line = new Line(1_000_000, "Ann", "Shall we meet at the station, as always?", 1.5, true);
    return JsonMapper.shared().writeValueAsBytes(new Lines("room:42", List.of(line, line, line)));
  }

  private static WsChannel<Lines, Lines> channel(String path) {
    return WsChannel.of(WsRoute.of(path), Codecs.json(), Lines.class, Lines.class);
  }

  /** Starts on a free port and prints it; ends when its standard input does. */
  public static void main(String[] args) throws Exception {
    ObjectMapper mapper = JsonMapper.shared();
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              var pilcrow =
                  Pilcrow.install(
                      config,
                      settings ->
                          settings.maxConnectionsPerAddress(1_000).rateLimit(1_000_000, 1_000_000));
              config.routes.ws("/raw", ws -> ws.onBinaryMessage(ctx -> ctx.send(ctx.data())));
              config.routes.ws(
                  "/by-hand",
                  ws ->
                      ws.onBinaryMessage(
                          ctx -> {
                            byte[] json = new byte[ctx.data().remaining()];
                            ctx.data().get(json);
                            Lines lines = mapper.readValue(json, Lines.class);
                            ctx.send(ByteBuffer.wrap(mapper.writeValueAsBytes(lines)));
                          }));
              pilcrow.ws(
                  channel("/callbacks"),
                  TypedCallbacks.<Lines, Lines>onMessage((stream, lines) -> stream.send(lines)));
              pilcrow.ws(
                  channel("/loop"),
                  stream -> {
                    for (Lines lines : stream.messages()) {
                      stream.send(lines);
                    }
                  });
            });
    app.start("127.0.0.1", 0);
    System.out.println("port " + app.port());
    while (System.in.read() >= 0) {
      // The parent keeps this stream open for as long as it needs the server.
    }
    app.stop();
  }
}
