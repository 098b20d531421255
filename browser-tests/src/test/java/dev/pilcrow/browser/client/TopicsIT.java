package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule by which a client takes the events of a topic, without a line. */
class TopicsIT extends ClientTest {
  private static final int CASES = Integer.getInteger("silcrow.cases", 10_000);
  private static final int SEED = Integer.getInteger("silcrow.seed", 0);

  @BeforeEach
  void openPage() {
    open("");
    js(
        """
        () => import('/src/transport/topics.js').then(({Topics}) => {
          window.Topics = Topics;
          window.gaps = 0;
          window.page = new Map([['t', 'a:5']]);
          window.topics = new Topics(page, () => { gaps++; });
          window.decode = ({query}) => query && JSON.parse(atob(query.replace('&silcrow-resume=', '')
            .replaceAll('-', '+').replaceAll('_', '/')));
          window.begin = () => {
            const resumed = topics.resume();
            topics.begin(resumed.names);
            return decode(resumed);
          };
          window.admit = (id, after) => topics.admit({topic: 't', id, after});
          begin();
        })
        """);
  }

  /**
   * Random lives of a page, with everything that can go wrong on the way; {@code
   * topics-property.js} tells what. {@code -Dsilcrow.cases=100000} tries more.
   */
  @Test
  void everyEventIsShownOnceWhateverHappens() throws IOException {
    try (InputStream in = TopicsIT.class.getResourceAsStream("/client/topics-property.js")) {
      js(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              + ";undefined");
    }
    var failures =
        (List<?>)
            js("([first, count]) => topicsProperty({Topics})(first, count)", List.of(SEED, CASES));
    assertThat(failures.subList(0, Math.min(3, failures.size())))
        .as("lives that end wrong; repeat one with -Dsilcrow.cases=1 -Dsilcrow.seed=<its seed - 1>")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // id, after, let through, gaps
        "a:4, -, false, 0",
        "a:5, -, false, 0",
        "a:6, -, true, 0",
        "a:7, -, false, 1",
        "a:8, 5, true, 0",
        "a:8, 4, true, 0",
        "a:5, 3, false, 0",
        "a:8, 6, false, 1",
        "b:6, -, false, 1",
        "b:1, 0, false, 1",
      })
  void whatFollowsIsLetThrough(String id, Integer after, boolean through, int gaps) {
    List<Object> arguments = new java.util.ArrayList<>(List.of(id));
    if (after != null) {
      arguments.add(after);
    }
    assertThat(js("(all) => admit(...all)", arguments)).isEqualTo(through);
    assertThat(js("gaps")).isEqualTo(gaps);
  }

  @Test
  void aTopicThatNobodyKnowsBeginsWithWhatComesFirst() {
    js("topics.skip({topic: 'new', id: 'c:3'})");
    assertThat(js("topics.admit({topic: 'new', id: 'c:4'})")).isEqualTo(true);
    assertThat(js("topics.admit({topic: 'other', id: 'd:9'})")).isEqualTo(true);
    assertThat(js("begin()")).isEqualTo(js("({other: 'd:9', new: 'c:4', t: 'a:5'})"));
    assertThat(js("gaps")).isEqualTo(0);
  }

  @Test
  void aSkipMovesOnAndABeginningBehindThePageIsAGap() {
    js("topics.skip({topic: 't', id: 'a:9'})");
    assertThat(js("begin()")).isEqualTo(js("({t: 'a:9'})"));
    assertThat(js("gaps")).isEqualTo(0);
    js("page.set('late', 'a:1'); topics.skip({topic: 'late', id: 'a:3'})");
    assertThat(js("gaps")).isEqualTo(1);
    assertThat(js("topics.gaps()")).isEqualTo(js("[['late', {epoch: 'a', offset: 3}]]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{topic: 't'}",
        "{topic: 't', id: null}",
        "{topic: 't', id: 7}",
        "{topic: 't', id: 'a'}",
        "{topic: 't', id: 'a:-1'}",
        "{topic: 't', id: 'a:1e3'}",
        "{topic: 't', id: 'a:9999999999999999'}",
        "{topic: ['t'], id: 'a:9'}",
        "{topic: '__proto__', id: 'a'}",
      })
  void controlFramesThatAreNoneDoNothing(String frame) {
    js("topics.skip(" + frame + "); topics.resync(" + frame + ")");
    assertThat(js("begin()")).isEqualTo(js("({t: 'a:5'})"));
    assertThat(js("gaps")).isEqualTo(0);
  }

  @Test
  void namesOfPrototypesAreNamesOfTopics() {
    js(
        "topics.skip({topic: 'constructor', id: 'a:3'}); topics.skip({topic: '__proto__', id:"
            + " 'a:4'})");
    assertThat(js("begin()"))
        .isEqualTo(js("({['__proto__']: 'a:4', constructor: 'a:3', t: 'a:5'})"));
  }

  @Test
  void whatWaitsFollowsThePageThatHasTheRest() {
    js("admit('a:8'); admit('a:9'); topics.skip({topic: 't', id: 'a:10'}); admit('a:11')");
    assertThat(js("gaps")).isEqualTo(1);
    assertThat(js("topics.adopt('t', 'a:6', true)")).isEqualTo(js("({again: false, due: []})"));
    assertThat(js("topics.adopt('t', 'a:8', true).due.map(({id}) => id)"))
        .isEqualTo(List.of("a:9", "a:11"));
    assertThat(js("admit('a:12')")).isEqualTo(true);
    assertThat(js("topics.gaps()")).isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource({"1001, 10", "3, 600000"})
  void tooMuchThatWaitsMustBeInThePage(int count, int size) {
    js(
        "([count, size]) => { for (let i = 0; i < count; i++)"
            + " topics.admit({topic: 't', id: 'a:' + (10 + i), markup: 'x'.repeat(size)}); }",
        List.of(count, size));
    int last = 9 + count;
    assertThat(js("topics.gaps()[0][1].offset")).isEqualTo(size < 100 ? last : 11);
    assertThat(js("topics.adopt('t', 'a:9', true).due")).isEqualTo(List.of());
    assertThat(js("topics.gaps().length")).isEqualTo(1);
    assertThat(js("(id) => topics.adopt('t', id, true).due.length", "a:" + last)).isEqualTo(0);
    assertThat(js("topics.gaps().length")).isEqualTo(0);
  }

  @Test
  void theNewestTopicsAreNamedUpToABound() {
    js("for (let i = 0; i < 100; i++) topics.skip({topic: 'topic:' + i, id: 'k3f9:1'})");
    assertThat(js("Object.keys(begin()).length")).isEqualTo(64);
    assertThat(js("begin()['topic:99']")).isEqualTo("k3f9:1");
    // Those that were not named begin anew, and the page knows that it lacks something.
    js("topics.skip({topic: 'topic:3', id: 'k3f9:2'})");
    assertThat(js("gaps")).isEqualTo(1);
  }

  @Test
  void theNamesAreBoundedInBytes() {
    js(
        "for (let i = 0; i < 60; i++) topics.skip({topic: 'é'.repeat(100) + i, id: 'k3f9:1'});"
            + "window.length = topics.resume().query.length");
    assertThat((Integer) js("length")).isBetween(4000, 4096 * 4 / 3 + 20);
    assertThat((Integer) js("topics.resume().names.size")).isBetween(15, 30);
  }

  @Test
  void aThousandTopicsAreRemembered() {
    js("for (let i = 0; i < 1500; i++) topics.skip({topic: 'topic:' + i, id: 'k3f9:1'})");
    assertThat(js("topics.positions().length")).isEqualTo(1000);
  }
}
