package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.BufferRecycler;

class BuffersTest {
  private static final int THREADS = 40;

  private final Buffers buffers = new Buffers();

  record Note(String text, List<String> words) {}

  @Test
  void whatIsGivenBackIsTakenAgain() {
    BufferRecycler first = buffers.acquirePooled();
    buffers.releasePooled(first);
    assertThat(buffers.acquirePooled()).isSameAs(first);
  }

  @Test
  void whatIsInUseIsTakenByNobodyElse() {
    BufferRecycler first = buffers.acquirePooled();
    BufferRecycler second = buffers.acquirePooled();
    assertThat(second).isNotSameAs(first);
    buffers.releasePooled(first);
    buffers.releasePooled(second);
    assertThat(buffers.acquirePooled()).isSameAs(second);
    assertThat(buffers.acquirePooled()).isNotSameAs(first).isNotSameAs(second);
  }

  @Test
  void ofMoreThanSixteenTheRestIsForgotten() throws Exception {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    Callable<BufferRecycler> task =
        () -> {
          BufferRecycler taken = buffers.acquirePooled();
          all.await();
          buffers.releasePooled(taken);
          return taken;
        };
    Set<BufferRecycler> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(inThreads(task));
    assertThat(kept).hasSize(THREADS);
    kept.retainAll(inThreads(task));
    assertThat(kept).hasSizeBetween(1, 16);
  }

  @Test
  void messagesOfManyThreadsAtOnceDoNotMix() throws Exception {
    for (JacksonFormat format : List.of(Codecs.json(), Codecs.cbor(), Codecs.messagePack())) {
      Codec<Note> codec = format.codec(Note.class);
      CyclicBarrier all = new CyclicBarrier(THREADS);
      Callable<Set<String>> task =
          () -> {
            Set<String> wrong = new HashSet<>();
            all.await();
            for (int i = 0; i < 200; i++) {
              String text = Thread.currentThread().getName().repeat(1 + i % 100) + i;
              Note note = new Note(text, List.of(text, "\u00e4" + text));
              Decoded<Note> read = codec.decode(codec.encode(note));
              if (!read.equals(new Decoded.Value<>(note))) {
                wrong.add(read.toString());
              }
            }
            return wrong;
          };
      assertThat(inThreads(task)).hasSize(THREADS).allMatch(Set::isEmpty, format.toString());
    }
  }

  @Test
  void namesAreKeptForTheNextMessageDownToTheEighthDepth() {
    Buffers.WithNames kept = new Buffers.WithNames();
    for (int depth = 0; depth < 12; depth++) {
      NameSet first = kept.names(depth);
      assertThat(first.add("a")).isTrue();
      assertThat(first.add("a")).isFalse();
      kept.end();
      NameSet second = kept.names(depth);
      assertThat(second == first).as("depth %d", depth).isEqualTo(depth < 8);
      assertThat(second.add("a")).isTrue();
    }
  }

  @Test
  void namesOfTheMessageBeforeDoNotCount() {
    Codec<Object> codec = Codecs.json().codec(Object.class);
    List<String> good = List.of("{'a':{'b':1,'c':2}}", "{'b':{'a':1}}", "{'a':[{'b':1},{'b':2}]}");
    List<String> bad =
        List.of("{'a':1,'a':2}", "{'a':{'b':1,'b':2}}", "{'a':{'b':", "{'b':{'c':1,'d':{'e'");
    for (String before : bad) {
      for (String after : good) {
        assertThat(decode(codec, before)).isInstanceOf(Decoded.Malformed.class);
        assertThat(decode(codec, after)).isInstanceOf(Decoded.Value.class);
      }
    }
  }

  private static Decoded<Object> decode(Codec<Object> codec, String json) {
    return codec.decode(StandardCharsets.UTF_8.encode(json.replace('\'', '"')));
  }

  private static <T> List<T> inThreads(Callable<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(Collections.nCopies(THREADS, task))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
