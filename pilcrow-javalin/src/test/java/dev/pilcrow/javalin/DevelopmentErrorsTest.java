package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a developer sees of an exception, and only where that is switched on. */
class DevelopmentErrorsTest {
  private static final Path TESTS = Path.of("src/test/java");

  @TempDir Path project;

  private static Excerpt find(SourceFinder sources, Throwable thrown) {
    return sources.find(List.of(thrown)).orElseThrow();
  }

  private Path write(String file, String text) throws Exception {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  @Test
  void theTemplateThatAMessageNamesIsShown() throws Exception {
    write("chat/src/main/jte/parts/room.jte", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
    Excerpt excerpt =
        find(
            SourceFinder.below(project),
            new IllegalStateException(
                "Failed to render page.jte, error at parts/room.jte:6",
                new NullPointerException()));
    assertThat(excerpt.place()).isEqualTo("parts/room.jte:6");
    assertThat(excerpt.first()).isEqualTo(2);
    assertThat(excerpt.lines()).containsExactly("two", "three", "four", "five", "six", "seven");
  }

  @Test
  void elseTheFirstFrameWhoseFileIsThere() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      text.append("line ").append(i).append('\n');
    }
    write("src/main/java/app/Shop.java", text.toString());
    Exception thrown = new Exception("no 12:30 or file.txt:1 there");
    thrown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.List", "get", "List.java", 3),
          new StackTraceElement("app.Shop$Cart", "add", "Shop.java", 18),
          new StackTraceElement("app.Shop", "main", "Shop.java", 1),
        });
    Excerpt excerpt = find(SourceFinder.below(project), thrown);
    assertThat(excerpt.place()).isEqualTo("app/Shop.java:18");
    assertThat(excerpt.lines()).startsWith("line 14").endsWith("line 20").hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at ../../secret.txt:1",
        "at a/../../../secret.txt:1",
        "at secret.txt:99",
        "at secret.txt:0",
        "at missing.txt:1",
      })
  void nothingOutsideTheFoldersIsShown(String message) throws Exception {
    write("secret.txt", "secret");
    write("src/main/java/secret.txt", "only one line");
    Exception thrown = new Exception(message);
    thrown.setStackTrace(new StackTraceElement[0]);
    assertThat(SourceFinder.below(project).find(List.of(thrown))).isEmpty();
  }

  @Test
  void chainsAndTracesAreCut() {
    Exception thrown = new Exception("innermost");
    for (int i = 0; i < 100; i++) {
      thrown = new Exception("x".repeat(5_000), thrown);
    }
    Failure failure = Failure.of(thrown, new SourceFinder(List.of()));
    assertThat(failure.trace()).hasSizeLessThan(1_000);
    assertThat(failure.summary()).hasSizeLessThan(2_100);
    Exception circle = new Exception("a");
    circle.initCause(new Exception("b", circle));
    assertThat(Failure.of(circle, new SourceFinder(List.of())).summary()).contains("b");
    assertThat(Failure.of(new Exception(), new SourceFinder(List.of())).headline())
        .isEqualTo("java.lang.Exception");
  }

  private static TestServer serve(boolean development) {
    return TestServer.start(
        settings -> {
          settings.errorPages((ctx, problem) -> "mine");
          if (development) {
            settings.developmentErrors(TESTS);
          }
        },
        (config, pilcrow) -> {
          config.routes.get(
              "/broken",
              ctx -> {
                throw new IllegalStateException("secret <b>"); // the line that is shown
              });
          config.routes.get(
              "/fatal",
              ctx -> {
                throw new AssertionError("secret");
              });
        });
  }

  @Test
  void thePageShowsTheExceptionAndItsLine() throws Exception {
    try (var server = serve(true)) {
      String page = server.send("GET", "/broken", "Accept", "text/html").body();
      assertThat(page)
          .contains("<h2>java.lang.IllegalStateException: secret &lt;b&gt;</h2>")
          .containsPattern("<h3>dev/pilcrow/javalin/DevelopmentErrorsTest.java:\\d+</h3>")
          .containsPattern(
              "<mark> +\\d+ .*new IllegalStateException.*the line that is shown</mark>")
          .contains("<summary>Stack trace</summary>")
          .contains("    at dev.pilcrow.javalin.DevelopmentErrorsTest.");
      assertThat(server.send("GET", "/fatal", "Accept", "text/html").body())
          .contains("<h2>java.lang.AssertionError: secret</h2>", "<mark>");
      assertThat(server.send("GET", "/nowhere", "Accept", "text/html").body()).isEqualTo("mine");
    }
  }

  @Test
  void aLivePageIsToldInAToastAndAProblem() throws Exception {
    try (var server = serve(true)) {
      String problem =
          server
              .send("GET", "/broken", "Accept", "application/json", "silcrow-target", "#a")
              .body();
      assertThat(problem)
          .contains("\"exception\":\"java.lang.IllegalStateException: secret <b>\"")
          .containsPattern("\"source\":\"dev/pilcrow/javalin/DevelopmentErrorsTest.java:\\d+\"")
          .containsPattern(
              "\"message\":\"java.lang.IllegalStateException: secret <b>"
                  + " \\(dev/pilcrow/javalin/DevelopmentErrorsTest.java:\\d+\\)\"");
    }
  }

  @Test
  void withoutTheSettingNothingOfIt() throws Exception {
    try (var server = serve(false)) {
      List<String> answers = new ArrayList<>();
      for (String path : List.of("/broken", "/fatal")) {
        for (String accept : List.of("text/html", "application/json")) {
          answers.add(server.send("GET", path, "Accept", accept).body());
          answers.add(server.send("GET", path, "Accept", accept, "silcrow-target", "#a").body());
        }
      }
      assertThat(String.join("\n", answers))
          .doesNotContain("secret", "Exception", "AssertionError", "dev.pilcrow", "trace");
    }
  }
}
