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
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Typed messages beside Jackson with its defaults, which checks nothing of what our codecs check.
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main Codec}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CodecBenchmark {
  /** A chat's message: about 100 bytes. */
  public record Line(long id, String author, String text, double at, boolean own) {}

  /** What is sent. */
  public record Lines(String room, List<Line> lines) {}

  /** 3 lines are about 300 bytes, 300 about 30 KiB. */
  @Param({"3", "300"})
  public int lines;

  @Param({"json", "cbor", "messagePack"})
  public String format = "json";

  private Lines message = new Lines("", List.of());
  private Codec<Lines> codec = Codecs.json().codec(Lines.class);
  private ObjectWriter writer = JsonMapper.shared().writer();
  private ObjectReader reader = JsonMapper.shared().readerFor(Lines.class);
  private ByteBuffer ours = ByteBuffer.allocate(0);
  private byte[] theirs = {};

  /** MessagePack has no plain Jackson to compare with; it is compared with JSON. */
  @Setup
  public void messages() {
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
    message = new Lines("room:42", all);
    boolean cbor = format.equals("cbor");
    writer = cbor ? CBORMapper.shared().writer() : JsonMapper.shared().writer();
    reader = (cbor ? CBORMapper.shared() : JsonMapper.shared()).readerFor(Lines.class);
    codec =
        switch (format) {
          case "json" -> Codecs.json().codec(Lines.class);
          case "cbor" -> Codecs.cbor().codec(Lines.class);
          default -> Codecs.messagePack().codec(Lines.class);
        };
    ours = codec.encode(message);
    theirs = writer.writeValueAsBytes(message);
  }

  @Benchmark
  public Object encodeOurs() {
    return codec.encode(message);
  }

  @Benchmark
  public Object encodeJackson() {
    return writer.writeValueAsBytes(message);
  }

  @Benchmark
  public Object decodeOurs() {
    return codec.decode(ours);
  }

  @Benchmark
  public Object decodeJackson() {
    return reader.readValue(theirs);
  }
}
