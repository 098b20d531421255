package dev.pilcrow.browser.client;

/** A post whose likes and title are guessed. */
abstract class OptimisticTest extends ClientTest {
  private static final String POST =
      "<div id=\"post\" LIVE><b :text=\"likes\" :class=\"state\">3</b><i :text=\"post.title\">Old</i>"
          + "<input id=\"in\" :value=\"note\" value=\"first\"><u :show=\"liked\" hidden></u>"
          + "<s :style=\"look\" :title=\"hint\" title=\"Hint\">s</s></div>";

  protected void post() {
    open(POST.replace("LIVE", ""));
  }

  /** The same, connected to the peer that is returned. */
  protected Peer livePost() throws Exception {
    open(POST.replace("LIVE", "s-live=\"/ws/a\""));
    Peer peer = server.await("/ws/a");
    waitForState("#post", "open");
    return peer;
  }

  /** The texts of the counter and the title. */
  protected String shown() {
    return text("#post b") + " " + text("#post i");
  }

  protected void settleDown() {
    js("new Promise((done) => setTimeout(done))");
  }
}
