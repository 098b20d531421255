package dev.pilcrow.codecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden messages with bytes changed, added, taken out and cut off; in 64 MiB of heap. */
class MutationTest {
  private static final int ROUNDS = Integer.getInteger("mutations", 5_000);

  static Stream<JacksonFormat> formats() {
    return Decoding.formats();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void noBytesBreakADecoder(JacksonFormat format) throws IOException {
    Decoding decoding = new Decoding(format);
    List<byte[]> seeds = seeds();
    Random random = new Random(20261122);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes = mutate(bytes, seeds, random);
      }
      try {
        decoding.check(bytes);
      } catch (Throwable e) {
        throw new AssertionError(format + ": " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  private static byte[] mutate(byte[] bytes, List<byte[]> seeds, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    byte[] copy = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> {
        if (copy.length > 0) {
          copy[at] = (byte) random.nextInt(256);
        }
      }
      case 1 -> {
        if (copy.length > 0) {
          copy[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> copy = Arrays.copyOf(copy, at);
      case 3 -> copy = splice(copy, at, copy, Math.min(copy.length, at + 1 + random.nextInt(4)));
      case 4 -> {
        byte[] added = new byte[1 + random.nextInt(9)];
        random.nextBytes(added);
        copy = splice(splice(copy, at, added, 0), at + added.length, bytes, at);
      }
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        copy = splice(copy, at, other, other.length == 0 ? 0 : random.nextInt(other.length));
      }
    }
    return copy;
  }

  /** The first bytes up to one place, then the second from another place on. */
  private static byte[] splice(byte[] first, int to, byte[] second, int from) {
    byte[] joined = Arrays.copyOf(first, to + second.length - from);
    System.arraycopy(second, from, joined, to, second.length - from);
    return joined;
  }

  private static List<byte[]> seeds() throws IOException {
    try (Stream<Path> files = Files.walk(Messages.WIRE)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(json|hex)"))
          .sorted()
          .map(MutationTest::read)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return file.toString().endsWith(".hex")
          ? HexFormat.of().parseHex(Files.readString(file))
          : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
