package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name, a picture and a theme of one's own. */
class ProfileIT {
  @TempDir Path folder;

  @Test
  void aPictureShowsEverywhereAtOnce() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general");
        Guest bob = new Guest(server, Guest.Kind.DESKTOP, "Bob").enter("general")) {
      ada.say("hi");
      Guest second = ada.secondTab().enter("general");
      ada.page.locator(".tabs .me").click();
      ada.page.evaluate("window.neverReloaded = true");
      ada.page.locator("#picture").setInputFiles(picture("me.png"));
      ada.page.getByText("Upload picture").click();
      assertThat(ada.page.locator(".silcrow-toast")).containsText("That is you now");
      Locator portrait = ada.page.locator(".portrait img");
      assertThat(portrait).isVisible();
      ada.page.waitForFunction(
          "() => document.querySelector('.portrait img').naturalWidth === 192");
      assertThat(ada.page.locator("#picture").inputValue()).isEmpty();
      assertThat(bob.page.locator("#people-list img")).hasCount(1);
      assertThat(ada.page.evaluate("window.neverReloaded")).isEqualTo(true);
      bob.page.reload();
      assertThat(bob.page.locator("#messages .avatar img")).hasCount(1);
      ada.hasNoAccessibilityViolations();
      bob.hasNoAccessibilityViolations();

      ada.page.getByText("Remove picture").click();
      assertThat(ada.page.locator(".portrait img")).hasCount(0);
      assertThat(second.page.locator("#people-list img")).hasCount(0);
      ada.hasNoComplaints();
      bob.hasNoComplaints();
      second.close();
    }
  }

  @Test
  void whatIsNoPictureIsExplainedAtItsField() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").open("/me")) {
      ada.awaitLive();
      Locator file = ada.page.locator("#picture");
      file.setInputFiles(
          new FilePayload("me.png", "image/png", "no picture".getBytes(StandardCharsets.UTF_8)));
      ada.page.getByText("Upload picture").click();
      assertThat(ada.page.locator("#picture-error")).containsText("no picture the chat can read");
      assertThat(file).hasAttribute("aria-invalid", "true");
      assertThat(file).isFocused();
      ada.hasNoAccessibilityViolations();

      file.setInputFiles(new FilePayload("big.png", "image/png", new byte[6 * 1024 * 1024]));
      assertThat(String.valueOf(file.evaluate("input => input.validationMessage")))
          .isEqualTo("That file has 6.0 MB; a picture may have 5 MB.");
    }
  }

  @Test
  void aThemeIsChosenInPlace() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").open("/me")) {
      ada.awaitLive();
      ada.page.evaluate("window.neverReloaded = true");
      ada.page.getByText("Dark").click();
      assertThat(ada.page.locator("html")).hasCSS("color-scheme", "dark");
      assertThat(ada.page.locator("[aria-pressed=true]")).hasText("Dark");
      ada.page.getByText("Light").click();
      assertThat(ada.page.locator("html")).hasCSS("color-scheme", "light");
      assertThat(ada.page.evaluate("window.neverReloaded")).isEqualTo(true);
      ada.hasNoComplaints();
    }
  }

  /** A face on a ground of colours, wider than high. */
  static FilePayload picture(String name) throws IOException {
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    for (int i = 0; i < 48; i++) {
      pen.setColor(Color.getHSBColor(0.55f + i / 480f, 0.45f, 0.95f - i / 96f));
      pen.fillRect(0, i * 10, 640, 10);
    }
    pen.setColor(new Color(0x7A4A2E));
    pen.fillOval(210, 70, 220, 240);
    pen.setColor(new Color(0xF2C9A5));
    pen.fillOval(230, 110, 180, 220);
    pen.setColor(new Color(0x2F7A4D));
    pen.fillOval(140, 340, 360, 300);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return new FilePayload(name, "image/png", out.toByteArray());
  }
}
