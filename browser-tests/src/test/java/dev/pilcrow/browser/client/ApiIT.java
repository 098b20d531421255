package dev.pilcrow.browser.client;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public names, how the client starts, and what it says when something is wrong. */
class ApiIT extends ClientTest {
  private static final List<String> NAMES =
      List.of(
          "applyHeaders",
          "cache",
          "destroy",
          "disconnect",
          "flush",
          "go",
          "invalidate",
          "live",
          "onError",
          "onRoute",
          "onToast",
          "optimistic",
          "patch",
          "prefetch",
          "publish",
          "reconnect",
          "revert",
          "sanitizeWith",
          "send",
          "snapshot",
          "socket",
          "start",
          "stream",
          "submit",
          "subscribe",
          "use");

  @Test
  void theGlobalHasExactlyTheseNames() {
    open("");
    assertThat(js("Object.keys(Silcrow).sort()")).isEqualTo(NAMES);
    assertThat(js("Object.isFrozen(Silcrow)")).isEqualTo(true);
    assertThat(js("SilcrowNavigate === Silcrow")).isEqualTo(true);
    assertThat(js("Silcrow.onToast(null) === Silcrow")).isEqualTo(true);
  }

  @Test
  void theModuleHasTheSameNamesAndImportingItDoesNothing() throws Exception {
    load("", "<div id=\"a\" s-live=\"/ws/a\"></div>");
    assertThat(js("import('/silcrow.esm.js').then((module) => Object.keys(module).sort())"))
        .isEqualTo(NAMES);
    assertThat(js("document.querySelector('#a').hasAttribute('data-live')")).isEqualTo(false);
    assertThat(js("window.Silcrow === undefined")).isEqualTo(true);
    js("import('/silcrow.esm.js').then(({start}) => { window.stop = start(document); })");
    Peer peer = server.await("/ws/a");
    waitForState("#a", "open");
    js("window.stop(); undefined");
    peer.awaitClose();
    assertThat(js("document.querySelector('#a').hasAttribute('data-live')")).isEqualTo(false);
  }

  @Test
  void theSourcesRunUnbundled() throws Exception {
    load("", "<div id=\"a\" s-live=\"/ws/a\"></div>");
    js("import('/src/index.js').then(({start}) => { start(); })");
    server.await("/ws/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script src=\"/silcrow.min.js\"></script>",
        "<script src=\"/silcrow.min.js\" defer></script>",
        "<script src=\"/silcrow.min.js\" async></script>",
        "<script src=\"/silcrow.js\"></script>",
        "<script src=\"/silcrow.js\"></script><script src=\"/silcrow.js\"></script>",
      })
  void theScriptStartsItselfOnceWhereverItStands(String script) throws Exception {
    load(script, "<div id=\"a\" s-live=\"/ws/a\"></div>");
    server.await("/ws/a");
    waitForState("#a", "open");
    assertThat(server.peers("/ws/a")).hasSize(1);
  }

  @Test
  void aScriptAtTheEndOfTheBodyStartsToo() throws Exception {
    load("", "<div id=\"a\" s-live=\"/ws/a\"></div><script src=\"/silcrow.min.js\"></script>");
    server.await("/ws/a");
  }

  @Test
  void startingTwiceIsStartingOnce() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div>");
    server.await("/ws/a");
    assertThat(js("Silcrow.start() === Silcrow.start()")).isEqualTo(true);
    waitForState("#a", "open");
    assertThat(server.peers("/ws/a")).hasSize(1);
  }

  @Test
  void anErrorIsADomEventWithCodeMessageAndAttribution() {
    open("<div id=\"root\"><b id=\"b\" :onclick=\"x\"></b></div>");
    js("Silcrow.patch({x: 1}, '#root')");
    Map<String, Object> detail = seen("silcrow:error").get(0);
    assertThat(detail)
        .containsEntry("code", "binding-refused")
        .containsEntry("message", "binding-refused: onclick=x")
        .containsEntry("attribution", "app")
        .containsEntry("element", "#b");
  }

  @Test
  void theReadableBuildExplainsItself() {
    load("<script src=\"/silcrow.js\" defer></script>", "");
    js("Silcrow.patch({}, '#missing')");
    assertThat(seen("silcrow:error").get(0))
        .containsEntry(
            "message",
            "No element matches this selector (found: #missing). See docs/codes.md#target-missing");
  }

  @Test
  void everyCodeHasASentenceAndEverySentenceACode() throws Exception {
    Path sources = Path.of(System.getProperty("wire.dir")).resolveSibling("silcrow-js/src");
    var used = new TreeSet<String>();
    Pattern call = Pattern.compile("(?:report|failure|refuse)\\(\\s*\"([a-z-]+)\"");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(text.lines().count()).as(file + " in lines").isLessThanOrEqualTo(300);
        call.matcher(text).results().forEach(result -> used.add(result.group(1)));
      }
    }
    open("");
    assertThat(js("import('/src/explain.js').then(({SENTENCES}) => Object.keys(SENTENCES).sort())"))
        .isEqualTo(List.copyOf(used));
  }

  @Test
  void leavesImportNothingAboveThem() throws Exception {
    Path sources = Path.of(System.getProperty("wire.dir")).resolveSibling("silcrow-js/src");
    Map<String, String> allowed =
        Map.ofEntries(
            entry("dom", "dom|report|protocol"),
            entry("html", "html|dom|report"),
            entry("decode", "decode|dom|html|protocol"),
            entry("transport", "transport|dom|html|protocol|report"),
            entry("toasts", "toasts|dom|report"),
            entry("patch", "patch|dom|html|morph|toasts|protocol|report"),
            entry("morph", "morph|dom|html|protocol"),
            entry("store", "store|dom|html|patch|toasts|protocol|report"),
            entry("optimistic", "optimistic|dom|patch|toasts|protocol|report"),
            entry(
                "navigate",
                "navigate|decode|dom|html|morph|optimistic|patch|store|toasts|protocol|report"),
            entry("dispatch", "dispatch|dom|morph|navigate|optimistic|patch|store|protocol|report"),
            entry("socket", "socket|dom|html|transport|protocol|report"),
            entry("live", "live|decode|dom|html|transport|protocol|report"));
    Pattern imports = Pattern.compile("from \"(\\.\\.?/[^\"]+)\"");
    for (Map.Entry<String, String> stage : allowed.entrySet()) {
      try (Stream<Path> files = Files.list(sources.resolve(stage.getKey()))) {
        for (Path file : files.toList()) {
          Pattern fine = Pattern.compile("(?:" + stage.getValue() + ")(?:/.*|\\.js)");
          imports
              .matcher(Files.readString(file))
              .results()
              .map(result -> file.resolveSibling(result.group(1)).normalize())
              .map(target -> sources.relativize(target).toString())
              .forEach(target -> assertThat(target).as("%s imports", file).matches(fine));
        }
      }
    }
  }

  @Test
  void theBundleHasNoMachinePathAndItsMapsTellOurSources() throws Exception {
    for (String name :
        List.of(
            "silcrow.js",
            "silcrow.min.js",
            "silcrow.esm.js",
            "silcrow.debug.js",
            "silcrow.debug.esm.js")) {
      String map = page.request().get(server.url("/" + name + ".map")).text();
      assertThat(map)
          .contains("\"src/boot.js\"")
          .doesNotContain("../src")
          .doesNotContain(System.getProperty("user.dir"));
    }
  }
}
