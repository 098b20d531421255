package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chat in a browser that runs no script. */
class WithoutScriptIT {
  @TempDir Path folder;

  @Test
  void formsAndPagesAreEnough() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.NO_SCRIPT, null);
        Guest bob = new Guest(server, Guest.Kind.DESKTOP, "Bob").enter("general")) {
      ada.open("/");
      assertThat(ada.page.locator("h1")).hasText("# General");
      ada.page.locator("#hello-name").fill("Ada");
      ada.page.getByText("Use this name").click();
      assertThat(ada.page.locator(".hello")).hasCount(0);

      ada.page.locator("#text").fill("no script\nhere");
      ada.page.locator(".send").click();
      assertThat(ada.messages().last().locator("br")).hasCount(1);
      bob.sees("no scripthere");
      assertThat(ada.page.locator(".message.mine .name")).hasText("Ada");

      bob.say("welcome");
      ada.page.getByText("Reload for news").click();
      ada.sees("welcome");
      assertThat(ada.page.locator("#people-list .name")).hasText(new String[] {"Ada", "Bob"});

      Locator text = ada.page.locator("#text");
      text.fill(" ");
      ada.page.locator(".send").click();
      assertThat(ada.page.locator("#notice")).hasText("Write something first.");
      text = ada.page.locator("#text");
      text.fill("y".repeat(4_001));
      ada.page.locator(".send").click();
      assertThat(ada.page.locator("#notice")).containsText("4,001 characters");
      assertThat(ada.page.locator("#text")).hasValue("y".repeat(4_001));

      ada.page.getByText("New room").first().click();
      ada.page.locator("#name").fill("general");
      ada.page.getByText("Open the room").click();
      assertThat(ada.page.locator("#name-error")).containsText("already");
      ada.page.locator("#name").fill("Quiet");
      ada.page.getByText("Open the room").click();
      assertThat(ada.page.locator("h1")).hasText("# Quiet");
      ada.page.locator(".tool").click();
      ada.page.locator("#name").fill("Quieter");
      ada.page.getByText("Save").click();
      assertThat(ada.page.locator("h1")).hasText("# Quieter");

      ada.page.locator(".tabs a[href='/rooms']").click();
      ada.page.locator("#q").fill("quiet");
      ada.page.locator("#q").press("Enter");
      assertThat(ada.page.locator(".directory li")).hasCount(1);
      ada.screenshot("rooms-without-script");
      ada.page.locator(".tabs a[href='/operator']").click();
      assertThat(ada.page.locator("#gauge-messages .figure")).hasCount(1);
      ada.screenshot("operator-without-script");

      ada.page.locator(".me").click();
      ada.page.locator("#picture").setInputFiles(ProfileIT.picture("me.png"));
      ada.page.getByText("Upload picture").click();
      assertThat(ada.page.locator(".portrait img")).isVisible();
      ada.page.getByText("Dark", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(ada.page.locator("html")).hasCSS("color-scheme", "dark");
      ada.screenshot("without-script");
      bob.hasNoComplaints();
    }
  }
}
