package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In development a changed template or style sheet shows on the next request. */
class HotReloadTest {
  @TempDir Path folder;

  @Test
  void aChangedTemplateShowsOnTheNextPage() throws IOException {
    try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
      for (Path template : templates.toList()) {
        Files.copy(template, folder.resolve(template.getFileName()));
      }
    }
    Views views = Views.of(new Assets(null), "", folder);
    assertThat(views.people(List.of(new Person("a", "Ada")))).contains("Ada");
    Path people = folder.resolve("people.jte");
    Files.writeString(people, Files.readString(people).replace("<li", "<li data-changed"));
    Files.setLastModifiedTime(people, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(views.people(List.of(new Person("a", "Ada")))).contains("<li data-changed");
  }

  @Test
  void aChangedStyleSheetHasAnotherAddress() throws IOException {
    Path source = Path.of("src/main/resources/assets");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Assets assets = new Assets(folder);
    String before = assets.url("chat.css");
    Files.writeString(folder.resolve("css/room.css"), "two");
    assertThat(assets.url("chat.css")).isNotEqualTo(before).endsWith("/chat.css");
    assertThat(assets.url("chat.js")).endsWith("/chat.js");
  }

  @Test
  void theClientExplainsMistakesInDevelopmentOnly() throws Exception {
    for (boolean dev : List.of(true, false)) {
      String url = "jdbc:h2:mem:" + UUID.randomUUID();
      try (ChatApp app =
          ChatApp.start(new ChatSettings(0, url, "", "", "", dev), new SettableClock())) {
        String script = new RunningChat.Visit(app.url()).get("/_silcrow/silcrow.js").body();
        assertThat(script.contains("Did you mean")).isEqualTo(dev);
      }
    }
  }
}
