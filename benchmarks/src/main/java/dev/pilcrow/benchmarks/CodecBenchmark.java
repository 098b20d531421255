package dev.pilcrow.benchmarks;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.codecs.Codecs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Typed messages beside Jackson with its defaults, which checks little of what our codecs check.
 * MessagePack has no plain Jackson to compare with; it is compared with JSON.
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main Codec} takes eleven
 * minutes. Four JVMs each, since the compiler's choices differ from one to the next.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
    value = 4,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m"})
public class CodecBenchmark {
  /** A chat's message: about 100 bytes. */
  public record Line(long id, String author, String text, double at, boolean own) {}

  /** What is sent. */
  public record Lines(String room, List<Line> lines) {}

  private static Lines message(int lines) {
    List<Line> all = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      all.add(
          new Line(
              1_000_000L + i,
              "Ann",
              "Shall we meet at the station, as always?",
              i / 8.0,
              i % 3 == 0));
    }
    return new Lines("room:42", all);
  }

  /** A codec of ours and a message. */
  @State(Scope.Benchmark)
  public static class Ours {
    /** 3 lines are about 300 bytes, 300 about 30 KiB. */
    @Param({"3", "300"})
    public int lines;

    @Param({"json", "cbor", "messagePack"})
    public String format = "json";

    private Lines message = message(0);
    private Codec<Lines> codec = Codecs.json().codec(Lines.class);
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Encodes the message. */
    @Setup
    public void encode() {
      message = message(lines);
      codec =
          switch (format) {
            case "json" -> Codecs.json().codec(Lines.class);
            case "cbor" -> Codecs.cbor().codec(Lines.class);
            default -> Codecs.messagePack().codec(Lines.class);
          };
      bytes = codec.encode(message);
    }
  }

  /** Jackson and the same message. */
  @State(Scope.Benchmark)
  public static class Jackson {
    @Param({"3", "300"})
    public int lines;

    @Param({"json", "cbor"})
    public String format = "json";

    private Lines message = message(0);
    private ObjectWriter writer = JsonMapper.shared().writer();
    private ObjectReader reader = JsonMapper.shared().readerFor(Lines.class);
    private byte[] bytes = {};

    /** Encodes the message. */
    @Setup
    public void encode() {
      message = message(lines);
      ObjectMapper mapper = format.equals("cbor") ? CBORMapper.shared() : JsonMapper.shared();
      writer = mapper.writer();
      reader = mapper.readerFor(Lines.class);
      bytes = writer.writeValueAsBytes(message);
    }
  }

  @Benchmark
  public Object encodeOurs(Ours ours) {
    return ours.codec.encode(ours.message);
  }

  @Benchmark
  public Object encodeJackson(Jackson jackson) {
    return jackson.writer.writeValueAsBytes(jackson.message);
  }

  @Benchmark
  public Object decodeOurs(Ours ours) {
    return ours.codec.decode(ours.bytes);
  }

  @Benchmark
  public Object decodeJackson(Jackson jackson) {
    return jackson.reader.readValue(jackson.bytes);
  }
}
