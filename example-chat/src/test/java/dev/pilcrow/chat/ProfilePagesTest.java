package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page about oneself, and everybody's pictures. */
class ProfilePagesTest {
  private static final String BOUNDARY = "----chat";

  private RunningChat chat;
  private RunningChat.Visit ada;
  private RunningChat.Visit bob;

  @BeforeEach
  void start() throws StartException {
    chat = new RunningChat();
    ada = chat.visit();
    bob = chat.visit();
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  @Test
  void anUploadedPictureShowsWhereverItsPersonDoes() throws Exception {
    ada.post("/me", Map.of("name", "Ada"));
    ada.post("/rooms/general/messages", Map.of("text", "hi"));
    HttpResponse<String> response = upload("me.png", "image/png", picture("png", 0xFF0000));
    assertThat(response.uri().getPath()).isEqualTo("/me");
    Document page = Jsoup.parse(response.body());
    String address = page.select(".portrait img").attr("src");
    assertThat(address).matches("/avatars/[A-Za-z0-9_-]{12}/[0-9a-f]{16}");
    assertThat(page.select("button[formaction=/me/picture/remove]")).hasSize(1);

    Document room = Jsoup.parse(bob.get("/rooms/general").body());
    assertThat(room.select("#messages .avatar img").attr("src")).isEqualTo(address);
    assertThat(room.select("#messages .avatar img").attr("alt")).isEmpty();
    assertThat(room.select("#messages .avatar").attr("aria-hidden")).isEqualTo("true");
  }

  @Test
  void aPictureIsServedForGoodAndAsNothingElse() throws Exception {
    Document page = Jsoup.parse(upload("me.jpg", "image/jpeg", picture("jpeg", 0xFF)).body());
    String address = page.select(".portrait img").attr("src");
    HttpResponse<String> served = bob.get(address);
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(header(served, "content-type")).isEqualTo("image/jpeg");
    assertThat(header(served, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(served, "cache-control")).isEqualTo("public, max-age=31536000, immutable");

    String next =
        Jsoup.parse(upload("me.jpg", "image/jpeg", picture("jpeg", 0xFF00)).body())
            .select(".portrait img")
            .attr("src");
    assertThat(next).isNotEqualTo(address);
    assertThat(header(bob.get(address), "cache-control")).isEqualTo("private, no-cache");
    assertThat(header(bob.get(next), "cache-control")).contains("immutable");

    Document without = Jsoup.parse(ada.post("/me/picture/remove", Map.of()).body());
    assertThat(without.select(".portrait img")).isEmpty();
    assertThat(bob.get(next).statusCode()).isEqualTo(404);
    assertThat(bob.get("/avatars/nobody/0").statusCode()).isEqualTo(404);
  }

  @Test
  void openRoomsSeeTheNewPicture() throws Exception {
    ada.get("/me");
    try (Socket room = ada.socket("general")) {
      room.awaitPatch("#online", "online", "1");
      upload("me.png", "image/png", picture("png", 0xFF0000));
      room.awaitMarkup("#people-list", "/avatars/");
    }
  }

  @Test
  void aFileIsJudgedByItsContent() throws Exception {
    byte[] script = "<svg><script>alert(1)</script></svg>".getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response = upload("me.png", "image/png", script);
    assertThat(response.statusCode()).isEqualTo(422);
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#picture-error").text()).contains("no picture the chat can read");
    assertThat(page.select("#picture").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.select(".portrait img")).isEmpty();

    byte[] png = picture("png", 0xFF);
    assertThat(upload("me.exe", "application/octet-stream", png).statusCode()).isEqualTo(200);
  }

  @Test
  void aFormWithoutAFileIsToldSo() throws Exception {
    HttpResponse<String> none = ada.post("/me/picture", Map.of());
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(none.body()).select("#picture-error").text())
        .isEqualTo("Choose a PNG, JPEG or GIF picture first.");
    assertThat(upload("", "application/octet-stream", new byte[0]).statusCode()).isEqualTo(422);
  }

  @Test
  void aFileThatIsTooLargeIsToldItsSize() throws Exception {
    HttpResponse<String> response = upload("big.png", "image/png", new byte[6 * 1024 * 1024]);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(response.body()).select("#picture-error").text())
        .isEqualTo("That file has 6.0 MB; a picture may have 5 MB.");
  }

  private HttpResponse<String> upload(String name, String type, byte[] file)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"%s\"\r\n"
                .formatted(BOUNDARY, name)
            + "Content-Type: %s\r\n\r\n".formatted(type);
    body.write(head.getBytes(StandardCharsets.UTF_8));
    body.write(file);
    body.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return ada.send(
        HttpRequest.newBuilder(URI.create(chat.url() + "/me/picture"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("Accept", "text/html")
            .header("Origin", chat.url())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static byte[] picture(String format, int color) throws IOException {
    BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 400; x++) {
      for (int y = 0; y < 300; y++) {
        image.setRGB(x, y, color);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
