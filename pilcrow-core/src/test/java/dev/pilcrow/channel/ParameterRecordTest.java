package dev.pilcrow.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRecordTest {
  enum Side {
    LEFT,
    RIGHT
  }

  record All(
      String text,
      int number,
      long big,
      double decimal,
      boolean flag,
      UUID id,
      Side side,
      Optional<Integer> limit) {}

  record Who(String name, int age) {
    Who {
      if (age < 0) {
        throw new IllegalArgumentException("age must not be negative");
      }
    }
  }

  record Broken(int n) {
    Broken {
      if (n == 7) {
        throw new IllegalStateException("a fault of the application");
      }
    }
  }

  private static Map<String, List<String>> query(String text) {
    return Arrays.stream(text.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> (part + "=").split("=", -1))
        .collect(
            Collectors.groupingBy(
                part -> part[0], Collectors.mapping(part -> part[1], Collectors.toList())));
  }

  @Test
  void everyTypeSurvivesARoundTrip() {
    ParameterRecord parameters = ParameterRecord.of(All.class, Set.of());
    All all =
        new All(
            "a b", -5, Long.MIN_VALUE, 1.5e-7, true, new UUID(1, 2), Side.RIGHT, Optional.of(3));
    String text = parameters.query(all);
    assertThat(text)
        .isEqualTo(
            "text=a%20b&number=-5&big=-9223372036854775808&decimal=1.5E-7&flag=true"
                + "&id=00000000-0000-0001-0000-000000000002&side=RIGHT&limit=3");
    assertThat(parameters.read(Map.of(), query(text.replace("%20", " "))))
        .isEqualTo(new Decoded.Value<Record>(all));
  }

  @Test
  void anOptionalMayBeAbsentAndOthersAreIgnored() {
    record Page(Optional<Integer> limit) {}
    ParameterRecord parameters = ParameterRecord.of(Page.class, Set.of());
    assertThat(parameters.query(new Page(Optional.empty()))).isEmpty();
    assertThat(parameters.read(Map.of(), query("silcrow=1")))
        .isEqualTo(new Decoded.Value<Record>(new Page(Optional.empty())));
    assertThat(parameters.read(Map.of(), query("limit=x"))).isInstanceOf(Decoded.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=Ann|Expected a whole number of 32 bits in query parameter 'age' but found none.",
        "name=Ann&age=|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " another value.",
        "name=Ann&age=abc|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " another value.",
        "name=Ann&age=1.5|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " another value.",
        "name=Ann&age=+5|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " another value.",
        "name=Ann&age=٣|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " another value.",
        "name=Ann&age=2147483648|Expected a whole number of 32 bits in query parameter 'age' but"
            + " found another value.",
        "name=Ann&age=99999999999999999999|Expected a whole number of 32 bits in query parameter"
            + " 'age' but found another value.",
        "name=Ann&age=1&age=2|Expected a whole number of 32 bits in query parameter 'age' but found"
            + " several.",
        "age=1|Expected a text in query parameter 'name' but found none.",
        "name=Ann&age=-1|age must not be negative"
      })
  void whatDoesNotFitIsMalformedAndNotQuoted(String text, String reason) {
    assertThat(ParameterRecord.of(Who.class, Set.of()).read(Map.of(), query(text)))
        .isEqualTo(new Decoded.Malformed<Record>(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "big,9223372036854775808",
    "decimal,NaN",
    "decimal,Infinity",
    "decimal,1e999",
    "decimal,0x1p3",
    "decimal,1d",
    "flag,True",
    "flag,1",
    "id,1-2-3-4-5",
    "side,left",
    "side,UP"
  })
  void otherSpellingsAreRefused(String name, String value) {
    String good =
        "text=&number=0&big=0&decimal=0&flag=false&id=00000000-0000-0000-0000-000000000000&side=LEFT";
    ParameterRecord parameters = ParameterRecord.of(All.class, Set.of());
    assertThat(parameters.read(Map.of(), query(good))).isInstanceOf(Decoded.Value.class);
    String bad = good.replaceAll(name + "=[^&]*", name + "=" + value);
    assertThat(parameters.read(Map.of(), query(bad)))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class,
            malformed ->
                assertThat(malformed.reason())
                    .contains("'" + name + "'")
                    .doesNotContain(value.length() > 3 ? value : "\u0000"));
  }

  @Test
  void aFaultOfTheApplicationIsNoFaultOfThePeer() {
    assertThatThrownBy(
            () -> ParameterRecord.of(Broken.class, Set.of()).read(Map.of(), query("n=7")))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a fault of the application");
  }

  @Test
  void anotherTypeIsRefusedAtTheDeclaration() {
    record Bad(List<String> tags) {}
    assertThatThrownBy(() -> ParameterRecord.of(Bad.class, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tags' of Bad but found java.util.List<java.lang.String>");
  }
}
