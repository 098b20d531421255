package dev.pilcrow.negotiate;

import static dev.pilcrow.negotiate.Representation.HTML;
import static dev.pilcrow.negotiate.Representation.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
  /** Accept | thousandths for HTML | for JSON | what is served when both are on offer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          */*                                                        | 1000 | 1000 | HTML
          text/html                                                  | 1000 |    0 | HTML
          application/json                                           |    0 | 1000 | JSON
          text/html, application/json                                | 1000 | 1000 | HTML
          application/json, text/html                                | 1000 | 1000 | HTML
          text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8 | 1000 | 800 | HTML
          text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2       | 1000 |  200 | HTML
          text/html;q=0.5, */*                                       |  500 | 1000 | JSON
          text/html;q=0.9, application/json                          |  900 | 1000 | JSON
          application/json, text/html;q=0.9                          |  900 | 1000 | JSON
          text/html, application/json;q=0.9                          | 1000 |  900 | HTML
          text/html;level=1;q=0.4, application/json;q=0.3            |  400 |  300 | HTML
          text/html;q=0, */*                                         |    0 | 1000 | JSON
          */*, text/html;q=0                                         |    0 | 1000 | JSON
          application/json;q=0, */*                                  | 1000 |    0 | HTML
          application/json;q=0                                       |    0 |    0 | JSON
          text/html;q=0                                              |    0 |    0 | JSON
          text/html;q=0, application/json;q=0                        |    0 |    0 | JSON
          */*;q=0                                                    |    0 |    0 | JSON
          text/plain                                                 |    0 |    0 | JSON
          image/png                                                  |    0 |    0 | JSON
          text/*                                                     | 1000 |    0 | HTML
          application/*                                              |    0 | 1000 | JSON
          text/*;q=0.3, application/*;q=0.4                          |  300 |  400 | JSON
          text/*;q=0.1, text/html;q=0.9, application/json;q=0.5      |  900 |  500 | HTML
          text/*, text/html;q=0.1, application/json;q=0.5            |  100 |  500 | JSON
          application/*;q=0.9, application/json;q=0.1, text/html;q=0.2 | 200 | 100 | HTML
          text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5 | 700 | 500 | HTML
          text/html;level=1;q=1, text/html;q=0.2, application/json;q=0.5 | 200 | 500 | JSON
          text/html;level=1, */*;q=0.1                               |  100 |  100 | HTML
          */*;q=0.1, text/*;q=0.2                                    |  200 |  100 | HTML
          TEXT/HTML                                                  | 1000 |    0 | HTML
          Text/Html;Q=0.5, APPLICATION/JSON;q=0.6                    |  500 |  600 | JSON
          APPLICATION/*                                              |    0 | 1000 | JSON
          text/html;charset=utf-8, application/json;q=0.9            | 1000 |  900 | HTML
          text/html;charset="UTF-8";q=0.7, text/*;q=0.9              |  700 |    0 | HTML
          text/html;charset=iso-8859-1                               | 1000 |    0 | HTML
          application/json;profile="a,b;q=0.1";q=0.2, text/html;q=0.1 | 100 |  200 | JSON
          application/json;profile="a\\",b";q=0.2, text/html;q=0.1    |  100 |  200 | JSON
          text/html;q=1.0                                            | 1000 |    0 | HTML
          text/html;q=1., application/json                           | 1000 | 1000 | HTML
          text/html;q=0.123                                          |  123 |    0 | HTML
          text/html;q=0.0001                                         |    1 |    0 | HTML
          text/html;q=.5                                             |  500 |    0 | HTML
          text/html;q=7, application/json;q=1                        | 1000 | 1000 | HTML
          text/html;q=-1, application/json;q=0.1                     |    0 |  100 | JSON
          text/html;q=NaN, application/json;q=0.1                    |    0 |  100 | JSON
          text/html;q=high, application/json;q=0.9                   | 1000 |  900 | HTML
          text/html;q=, application/json;q=0.9                       | 1000 |  900 | HTML
          text/html;q, application/json;q=0.9                        | 1000 |  900 | HTML
          text/html;q="0.1", application/json;q=0.9                  | 1000 |  900 | HTML
          text/html;q=1e-1, application/json;q=0.5                   |  100 |  500 | JSON
          text/html ; q = 0.1 , application/json ; q = 0.2           |  100 |  200 | JSON
          text/html;q=0.1;ext=1, application/json;q=0.2;level=3      |  100 |  200 | JSON
          text/html;q=0.1;q=0.9, application/json;q=0.5              |  100 |  500 | JSON
          ,, text/html ,,                                            | 1000 |    0 | HTML
          text/html;;q=0.5, application/json;q=0.6                   |  500 |  600 | JSON
          text/html;q=0.2, text/html;q=0.8, application/json;q=0.5   |  800 |  500 | HTML
          text / html, application/json                              |    0 | 1000 | JSON
          /html, text/, application/json;q=0.1                       |    0 |  100 | JSON
          */html, application/json;q=0.1                             |    0 |  100 | JSON
          text/html/x, application/json;q=0.1                        |    0 |  100 | JSON
          text/htm, application/json;q=0.1                           |    0 |  100 | JSON
          text/htmlx, application/jsonp                              |    0 |    0 | JSON
          textual/html, applications/json                            |    0 |    0 | JSON
          application/xhtml+xml                                      |    0 |    0 | JSON
          application/problem+json, application/vnd.api+json         |    0 |    0 | JSON
          application/json, "text/html                               |    0 | 1000 | JSON
          application/json;x="text/html                              |    0 |    0 | JSON
          text/html;q=0.4 application/json                           | 1000 |    0 | HTML
          tëxt/html, application/json                                |    0 | 1000 | JSON
          text/event-stream                                          |    0 |    0 | JSON
          text/event-stream, */*;q=0.1                               |  100 |  100 | HTML
          """)
  void theMostSpecificRangeDecides(String header, int html, int json, Representation servedOfBoth) {
    Accept accept = Accept.parse(header);
    if (header.equals("application/json;x=\"text/html")) {
      // The one member never ends, so nothing was said.
      assertThat(accept.saysNothing()).isTrue();
    } else {
      assertThat(accept.quality(HTML)).as("html").isEqualTo(html);
      assertThat(accept.quality(JSON)).as("json").isEqualTo(json);
    }
    assertThat(Negotiation.choose(accept)).isEqualTo(servedOfBoth);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "   ", ",", ", ,", "garbage", "text", ";q=1", "\t", "\u0000", "/"})
  void aHeaderThatSaysNothingAcceptsAnythingAndGetsJsonOfBoth(String header) {
    Accept accept = Accept.parse(header);
    assertThat(accept.quality(HTML)).isEqualTo(1000);
    assertThat(accept.quality(JSON)).isEqualTo(1000);
    assertThat(Negotiation.choose(accept)).isEqualTo(JSON);
    assertThat(Negotiation.accepts(accept, HTML)).isTrue();
    assertThat(Negotiation.accepts(accept, JSON)).isTrue();
  }

  /** A single arm is refused only by a client that wants the other one or says q=0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                            | true  | true
          text/html                      | true  | false
          application/json               | false | true
          application/json;q=0.1         | false | true
          text/html;q=0                  | false | true
          application/json;q=0           | true  | false
          text/html;q=0, */*             | false | true
          */*;q=0                        | false | false
          text/*;q=0                     | false | true
          text/plain                     | true  | true
          image/png, image/webp          | true  | true
          text/plain, application/json   | false | true
          text/html;q=0.001, */*;q=0     | true  | false
          application/json, text/html;q=0.9 | true | true
          """)
  void aSingleArmIsRefusedOnlyExplicitly(String header, boolean html, boolean json) {
    Accept accept = Accept.parse(header);
    assertThat(Negotiation.accepts(accept, HTML)).as("html only").isEqualTo(html);
    assertThat(Negotiation.accepts(accept, JSON)).as("json only").isEqualTo(json);
  }

  @Test
  void severalLinesAreOneList() {
    Accept accept =
        Accept.parseLines(List.of("text/html;q=0.2", "application/json;q=0.1, */*;q=0.9"));
    assertThat(accept.quality(HTML)).isEqualTo(200);
    assertThat(accept.quality(JSON)).isEqualTo(100);
    assertThat(Accept.parseLines(List.of()).saysNothing()).isTrue();
    assertThat(Accept.parseLines(List.of("", "text/html")).quality(JSON)).isZero();
  }

  @Test
  void atMostSixtyFourMembersAreRead() {
    String ranges = "image/a, ".repeat(63);
    assertThat(Accept.parse(ranges + "text/html").quality(HTML)).isEqualTo(1000);
    assertThat(Accept.parse("image/b, " + ranges + "text/html").quality(HTML)).isZero();
    assertThat(Accept.parseLines(List.of("image/b, " + ranges, "text/html")).quality(HTML))
        .isZero();
  }

  @Test
  void atMostEightKibibytesAreReadAndAMemberCutOffIsDropped() {
    String padding = "image/" + "x".repeat(AcceptParser.MAX_LENGTH - 6 - 1 - 13) + ",";
    assertThat(Accept.parse(padding + "text/html;q=0").refuses(HTML)).isTrue();
    assertThat(Accept.parse(padding + "text/html;q=0.5").quality(HTML)).isZero();
    assertThat(Accept.parse(padding + "text/html;q=0.5").refuses(HTML)).isFalse();
    assertThat(Accept.parseLines(List.of(padding, "text/html;q=0.50")).refuses(HTML)).isFalse();
  }

  @Test
  void aHugeHostileHeaderIsReadInNoTime() {
    for (String unit : List.of(",", ";", "\"", "\\", "text/html;", "a/b;q=\"\\\"\",", "=", "/")) {
      assertThat(Accept.parse(unit.repeat(100_000))).isNotNull();
    }
  }
}
