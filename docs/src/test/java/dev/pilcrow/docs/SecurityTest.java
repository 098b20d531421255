package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every claim of the guide to security names a test that is there. */
class SecurityTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))#(\\w+)`");

  @TestFactory
  Stream<DynamicTest> everyClaimNamesATest() throws IOException {
    Map<String, Path> tests = tests();
    List<DynamicTest> checks = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
      boolean claim = line.startsWith("| ") && !line.contains("shown by");
      var named = NAMED.matcher(line);
      int count = 0;
      for (; named.find(); count++) {
        String type = named.group(1);
        String method = named.group(2);
        checks.add(
            DynamicTest.dynamicTest(
                type + "#" + method,
                () -> {
                  assertThat(tests).containsKey(type);
                  boolean there =
                      Files.readString(tests.get(type)).contains("\n  void " + method + "(");
                  assertThat(there).as("a test %s in %s", method, type).isTrue();
                }));
      }
      if (claim) {
        int found = count;
        checks.add(DynamicTest.dynamicTest(line, () -> assertThat(found).isPositive()));
      }
    }
    assertThat(checks).hasSizeGreaterThan(50);
    return checks.stream();
  }

  private static Map<String, Path> tests() throws IOException {
    Map<String, Path> tests = new HashMap<>();
    for (String module : List.of("pilcrow-core", "pilcrow-javalin", "browser-tests", "docs")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    return tests;
  }
}
