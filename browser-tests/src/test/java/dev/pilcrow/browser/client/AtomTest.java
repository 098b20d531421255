package dev.pilcrow.browser.client;

import java.util.List;

/** A page whose atoms are listened to. */
abstract class AtomTest extends ClientTest {
  /** Notes in {@code window.got} what the subscriber of a scope hears. */
  protected void listen(String scope) {
    js(
        "(scope) => { window.got ??= []; window.end ="
            + " Silcrow.subscribe(scope, (value) => got.push(JSON.stringify(value))); }",
        scope);
  }

  protected List<?> got() {
    return (List<?>) js("window.got");
  }

  protected Object snapshot(String scope) {
    return js("(scope) => JSON.stringify(Silcrow.snapshot(scope)) ?? null", scope);
  }
}
