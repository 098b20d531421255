package dev.pilcrow.chat;

import dev.pilcrow.form.Violations;

/** What a person sent in a form cannot be used; says which field has to change, and why. */
final class Invalid extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Violations violations;

  Invalid(Violations violations) {
    super(violations.toString(), null, false, false);
    this.violations = violations;
  }

  Violations violations() {
    return violations;
  }
}
