package dev.pilcrow.javalin;

import dev.pilcrow.form.Violations;
import dev.pilcrow.response.Problem;
import io.javalin.http.HttpResponseException;
import io.javalin.router.EndpointNotFound;
import io.javalin.validation.ValidationError;
import io.javalin.validation.ValidationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/** What a client is told about an exception: what it meant to say, and nothing else. */
final class Problems {
  private static final Map<Integer, String> EXPLAINED =
      Map.ofEntries(
          Map.entry(400, "The request cannot be understood. Please check what was sent."),
          Map.entry(401, "Please log in first."),
          Map.entry(403, "This is not allowed here."),
          Map.entry(404, "There is nothing at this address. It may have moved."),
          Map.entry(405, "This address does not take requests of this kind."),
          Map.entry(408, "The request took too long to arrive. Please try again."),
          Map.entry(409, "This does not fit what is here by now. Please look again."),
          Map.entry(410, "This is gone and will not come back."),
          Map.entry(413, "What was sent is too large."),
          Map.entry(415, "What was sent has a format that is not known here."),
          Map.entry(422, "Some of what was sent is not right."),
          Map.entry(429, "These were too many requests. Please wait a moment."),
          Map.entry(503, "This is busy or down for a moment. Please try again soon."));

  /** Javalin's own words for what it found wrong. */
  private static final Map<String, String> CODES =
      Map.of(
          "NULLCHECK_FAILED", "Please fill in this field.",
          "TYPE_CONVERSION_FAILED", "Please enter a value of the right kind.",
          "DESERIALIZATION_FAILED", "The body is not what was expected here.");

  private Problems() {}

  static Problem of(Throwable thrown) {
    if (thrown instanceof ValidationException invalid) {
      return of(422, null).violations(violations(invalid));
    }
    if (thrown instanceof EndpointNotFound) {
      return of(404, null);
    }
    if (thrown instanceof HttpResponseException response) {
      Problem problem = of(response.getStatus(), response.getMessage());
      return response.getDetails().isEmpty()
          ? problem
          : problem.with("details", response.getDetails());
    }
    if (isUnreadableJson(thrown)) {
      return of(400, "The body is not JSON of the shape that is expected here.");
    }
    int status = 500;
    for (Throwable cause = thrown; cause != null; cause = next(cause)) {
      if (cause instanceof HttpException http && http.getCode() >= 400 && http.getCode() < 500) {
        status = http.getCode();
      } else if (status == 400 && isTooLarge(cause)) {
        status = 413;
      }
    }
    return of(status, null);
  }

  /**
   * A problem with this detail; with a general one for a detail that says no more than the title.
   */
  static Problem of(int status, @Nullable String detail) {
    Problem problem = Problem.of(status);
    boolean says = detail != null && !detail.isBlank() && !detail.equals(problem.title());
    return problem.detail(says ? detail : EXPLAINED.getOrDefault(status, general(status)));
  }

  private static String general(int status) {
    return status < 500
        ? "The request cannot be carried out."
        : "Something went wrong on the server. Please try again later.";
  }

  private static Violations violations(ValidationException invalid) {
    Violations violations = Violations.none();
    for (Map.Entry<String, List<ValidationError<Object>>> field : invalid.getErrors().entrySet()) {
      String name = field.getKey().equals("REQUEST_BODY") ? "body" : field.getKey();
      for (ValidationError<Object> error : field.getValue()) {
        String message = error.getMessage();
        violations = violations.and(name, CODES.getOrDefault(message, message));
      }
    }
    return violations;
  }

  /** Whether Jackson, of either version, could not read the body of a request. */
  private static boolean isUnreadableJson(Throwable thrown) {
    String type = thrown.getClass().getName();
    boolean jackson =
        type.startsWith("com.fasterxml.jackson.") || type.startsWith("tools.jackson.");
    return jackson
        && !type.endsWith(".InvalidDefinitionException")
        && Arrays.stream(thrown.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().startsWith("io.javalin.http.Context")
                        && frame.getMethodName().startsWith("body"));
  }

  /** Jetty says no better which limit of a multipart body was exceeded. */
  private static boolean isTooLarge(Throwable cause) {
    return cause instanceof IllegalStateException
        && String.valueOf(cause.getMessage()).contains(" exceeded");
  }

  private static @Nullable Throwable next(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == thrown ? null : cause;
  }
}
