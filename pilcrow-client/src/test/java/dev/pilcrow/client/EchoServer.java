package dev.pilcrow.client;

import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** Plain Javalin sockets with the codecs of a channel: what any server has to do. */
final class EchoServer<In, Out> implements AutoCloseable {
  private final WsChannel<In, Out> channel;
  private final BiFunction<WsContext, In, Out> answer;
  private final Javalin app;

  private EchoServer(WsChannel<In, Out> channel, int port, BiFunction<WsContext, In, Out> answer) {
    this.channel = channel;
    this.answer = answer;
    app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.routes.wsBeforeUpgrade(
                  channel.route().path(),
                  ctx -> {
                    if (channel.parameters().isPresent()
                        && channel.readParameters(ctx.pathParamMap(), ctx.queryParamMap())
                            instanceof Decoded.Malformed<Record> bad) {
                      throw new BadRequestResponse(bad.reason());
                    }
                  });
              config.routes.ws(
                  channel.route().path(),
                  ws -> {
                    ws.onMessage(
                        ctx ->
                            echo(
                                ctx,
                                ByteBuffer.wrap(ctx.message().getBytes(StandardCharsets.UTF_8)),
                                true));
                    ws.onBinaryMessage(ctx -> echo(ctx, ctx.data(), false));
                  });
            });
    app.start("127.0.0.1", port);
  }

  static <In, Out> EchoServer<In, Out> start(
      WsChannel<In, Out> channel, BiFunction<WsContext, In, Out> answer) {
    return new EchoServer<>(channel, 0, answer);
  }

  static <In, Out> EchoServer<In, Out> startOn(
      int port, WsChannel<In, Out> channel, BiFunction<WsContext, In, Out> answer) {
    return new EchoServer<>(channel, port, answer);
  }

  private void echo(WsContext ctx, ByteBuffer bytes, boolean text) {
    String offered = ctx.header("Sec-WebSocket-Protocol");
    List<String> names = new ArrayList<>();
    if (offered != null) {
      names.add(offered.split(",", -1)[0].strip());
    }
    Wire<In, Out> wire = channel.negotiate(names).orElseThrow();
    Decoded<In> decoded = wire.in().decode(bytes);
    if (!(decoded instanceof Decoded.Value<In> value)) {
      ctx.closeSession(1007, "malformed");
      return;
    }
    Out out = Objects.requireNonNull(answer.apply(ctx, value.value()));
    ByteBuffer reply = wire.out().encode(out);
    if (text) {
      ctx.send(StandardCharsets.UTF_8.decode(reply).toString());
    } else {
      ctx.send(reply);
    }
  }

  int port() {
    return app.port();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    app.stop();
  }
}
