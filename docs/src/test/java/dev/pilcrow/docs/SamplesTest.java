package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every Java and HTML sample of the guides, and any other with such a comment, stands, letter for
 * letter, in a file that is compiled and run: the comment above a sample names the file and, after
 * {@code #}, the tagged region in it.
 */
class SamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FENCE =
      Pattern.compile(
          "(?:<!-- sample: (\\S+?)(?:#(\\S+))? -->\\n)?```(java|html|(?<=-->\\n```)(?:js|ts|xml))\\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> everySampleIsCompiledAndRun() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (Path guide : guides()) {
      var matcher = FENCE.matcher(Files.readString(guide));
      while (matcher.find()) {
        String file = matcher.group(1);
        String tag = matcher.group(2);
        String sample = matcher.group(4).strip();
        String name = ROOT.relativize(guide) + ": " + sample.lines().findFirst().orElse("");
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  assertThat(file)
                      .as("a comment <!-- sample: File#tag --> above this sample")
                      .isNotNull();
                  assertThat(sample).isEqualTo(source(file, tag));
                }));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static List<Path> guides() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(path -> path.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static String source(String file, @org.jspecify.annotations.Nullable String tag)
      throws IOException {
    Path path = Stream.of("src/test/java/dev/pilcrow/docs", "src/main/java/dev/pilcrow/docs", "src/test/resources/samples", "")
        .map(folder -> ROOT.resolve("docs").resolve(folder).resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("Expected a sample file " + file));
    String text = Files.readString(path);
    if (tag != null) {
      int start = text.indexOf("tag::" + tag + "[]");
      int end = text.indexOf("end::" + tag + "[]");
      assertThat(start).as("tag::%s[] in %s", tag, file).isNotNegative();
      assertThat(end).as("end::%s[] in %s", tag, file).isGreaterThan(start);
      text = text.substring(text.indexOf('\n', start) + 1, text.lastIndexOf('\n', end) + 1);
    } else {
      text = text.replaceFirst("(?s)^package .*?;\\n+", "");
    }
    return text.stripTrailing().stripIndent().strip();
  }
}
