package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.problem;
import static dev.pilcrow.response.Replies.shared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.form.Violations;
import dev.pilcrow.negotiate.Accept;
import dev.pilcrow.negotiate.Representation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  @Test
  void theMembersAreThoseOfTheStandard() {
    Problem problem =
        Problem.of(403)
            .type(URI.create("https://example.org/out-of-credit"))
            .title("Not enough credit")
            .detail("The balance is 30, the price is 50.")
            .instance(URI.create("/account/12/msgs/abc"))
            .with("balance", 30)
            .with("accounts", List.of("/account/12"));
    assertThat(problem.json())
        .isEqualTo(
            "{\"type\":\"https://example.org/out-of-credit\",\"title\":\"Not enough credit\","
                + "\"status\":403,\"detail\":\"The balance is 30, the price is 50.\","
                + "\"instance\":\"/account/12/msgs/abc\",\"balance\":30,"
                + "\"accounts\":[\"/account/12\"]}");
    assertThat(problem.detail()).hasValue("The balance is 30, the price is 50.");
    assertThat(problem.member("balance"))
        .hasValueSatisfying(n -> assertThat(n.asInt()).isEqualTo(30));
  }

  @Test
  void theStatusIsTheTitleOfAPlainProblem() {
    assertThat(Problem.of(404).json()).isEqualTo("{\"title\":\"Not Found\",\"status\":404}");
    assertThat(Problem.of(499).title()).isEqualTo("Client Error");
    assertThat(Problem.of(599).title()).isEqualTo("Server Error");
  }

  @Test
  void violationsAreListedByField() {
    Violations violations = Violations.none().and("mail", "Missing.").and("age", "Zoë \"x\"");
    assertThat(Problem.of(422).violations(violations).json())
        .isEqualTo(
            "{\"title\":\"Unprocessable Content\",\"status\":422,\"errors\":["
                + "{\"field\":\"mail\",\"detail\":\"Missing.\"},"
                + "{\"field\":\"age\",\"detail\":\"Zoë \\\"x\\\"\"}]}");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 303, 399, 600, -1})
  void aProblemHasTheStatusOfAnError(int status) {
    assertThatThrownBy(() -> Problem.of(status))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected the status of an error, 400 to 599, but found " + status + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"type", "title", "status", "detail", "instance", "errors", "", "1a", "a-b"})
  void membersOfTheApplicationHaveNamesOfTheirOwn(String name) {
    assertThatThrownBy(() -> Problem.of(400).with(name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void whatCannotBeWrittenIsRefusedWhereItWasGiven() {
    Map<String, Object> circle = new java.util.HashMap<>();
    circle.put("me", circle);
    assertThatThrownBy(() -> Problem.of(400).with("member", circle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("member 'member'");
    assertThatThrownBy(() -> Problem.of(400).title(" ")).hasMessageContaining("title");
  }

  @ParameterizedTest
  @CsvSource({
    "'text/html,*/*;q=0.8',                  false, HTML",
    "application/json,                       false, JSON",
    "'application/json, text/html;q=0.9',    false, JSON",
    "'application/json, text/html;q=0.9',    true,  HTML",
    "'text/html, application/json;q=0.9',    true,  HTML",
    "application/json,                       true,  JSON",
    "application/problem+json,               false, JSON",
    "image/png,                              false, JSON",
  })
  void aPersonGetsThePageAndAProgramTheProblem(
      String accept, boolean silcrow, Representation served) throws Exception {
    HtmlArm page = html("<form>").status(422);
    JsonArm problem = problem(Problem.of(422));
    for (List<? extends Arm> arms : List.of(List.of(page, problem), List.of(problem, page))) {
      Chosen chosen = Chosen.of(Accept.parse(accept), silcrow, shared(), arms.get(0), arms.get(1));
      assertThat(chosen.representation()).hasValue(served);
      assertThat(chosen.status()).isEqualTo(422);
      assertThat(chosen.contentType())
          .hasValue(
              served == Representation.HTML
                  ? "text/html; charset=utf-8"
                  : "application/problem+json");
    }
  }

  @Test
  void dataBesideAPageIsChosenAsEver() {
    Accept client = Accept.parse("application/json, text/html;q=0.9");
    Chosen chosen = Chosen.of(client, true, shared(), html("x"), Replies.json(1));
    assertThat(chosen.representation()).hasValue(Representation.JSON);
    assertThat(chosen.contentType()).hasValue("application/json");
  }

  @Test
  void aProblemAloneIsNeverRefusedAndKeepsItsTypeUnderModifiers() throws Exception {
    Chosen chosen =
        Chosen.of(Accept.parse("text/html"), shared(), problem(Problem.of(409)).toast("Taken"));
    assertThat(chosen.refusal()).isEmpty();
    assertThat(chosen.status()).isEqualTo(409);
    assertThat(chosen.contentType()).hasValue("application/problem+json");
    assertThat(chosen.bodyToasts()).isPresent();
    assertThat(
            Chosen.of(Accept.parse(null), shared(), problem(Problem.of(409)).status(503)).status())
        .isEqualTo(503);
  }
}
