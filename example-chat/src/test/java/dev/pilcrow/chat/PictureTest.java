package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an uploaded file. */
class PictureTest {
  private static final Color[] CORNERS = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};

  @ParameterizedTest
  @CsvSource({
    "png, 1000, 400, image/jpeg",
    "jpeg, 400, 3000, image/jpeg",
    "gif, 20, 20, image/jpeg",
    "png, 1, 1, image/jpeg",
  })
  void everyPictureBecomesASmallSquare(String format, int width, int height, String type)
      throws Exception {
    Picture picture = Picture.of(file(corners(width, height), format));
    assertThat(picture.type()).isEqualTo(type);
    BufferedImage image = read(picture);
    assertThat(image.getWidth()).isEqualTo(Picture.SIZE);
    assertThat(image.getHeight()).isEqualTo(Picture.SIZE);
    assertThat(picture.bytes().length).isLessThan(100_000);
  }

  @Test
  void whatIsTransparentStaysSo() throws Exception {
    BufferedImage clear = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = clear.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(100, 100, 100, 100);
    pen.dispose();
    BufferedImage image = read(Picture.of(file(clear, "png")));
    assertThat(image.getRGB(2, 2) >>> 24).isZero();
    assertThat(image.getRGB(96, 96)).isEqualTo(Color.RED.getRGB());
  }

  /** The four corners, clockwise from the upper left: red 0, green 1, blue 2, yellow 3. */
  @ParameterizedTest
  @CsvSource({
    "1,0123", "2,1032", "3,2301", "4,3210", "5,0321", "6,3012", "7,2103", "8,1230", "9,0123",
  })
  void aPhotoIsTurnedUpright(int orientation, String corners) throws Exception {
    byte[] photo = withOrientation(file(corners(600, 600), "jpeg"), orientation);
    BufferedImage image = read(Picture.of(photo));
    int far = Picture.SIZE - 20;
    int[][] places = {{20, 20}, {far, 20}, {far, far}, {20, far}};
    StringBuilder found = new StringBuilder();
    for (int[] place : places) {
      found.append(nearest(new Color(image.getRGB(place[0], place[1]))));
    }
    assertThat(found.toString()).isEqualTo(corners);
  }

  @Test
  void whateverElseTheFileHeldIsGone() throws Exception {
    byte[] photo = withOrientation(file(corners(300, 300), "jpeg"), 6);
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    more.write(photo);
    more.write("<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII));
    String kept = new String(Picture.of(more.toByteArray()).bytes(), StandardCharsets.ISO_8859_1);
    assertThat(kept).doesNotContain("Exif").doesNotContain("script");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIF89a",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<html>",
        "RIFF1234WEBPVP8 ",
        "BM000000000000000000000000000000",
        "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000\u0000",
      })
  void whatIsNoPictureIsRefusedWithAWord(String content) {
    byte[] file = content.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Picture.of(file))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Choose a PNG, JPEG or GIF picture");
  }

  @Test
  void aBrokenPictureNeverFailsOtherwise() throws Exception {
    for (String format : new String[] {"png", "jpeg", "gif"}) {
      byte[] whole = file(corners(64, 64), format);
      for (int length = 0; length < whole.length; length += 7) {
        isPictureOrRefused(Arrays.copyOf(whole, length));
        byte[] bent = whole.clone();
        bent[length] ^= (byte) 0xFF;
        isPictureOrRefused(bent);
      }
    }
  }

  @Test
  void aPictureOfTooManyPixelsIsNotDecoded() throws Exception {
    byte[] bomb = file(new BufferedImage(9_000, 9_000, BufferedImage.TYPE_BYTE_BINARY), "png");
    assertThat(bomb.length).isLessThan(100_000);
    assertThatThrownBy(() -> Picture.of(bomb))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("9,000 × 9,000 pixels");
  }

  @Test
  void aFileThatIsTooLargeIsToldItsSize() {
    assertThatThrownBy(() -> Picture.of(new byte[Picture.MAX_BYTES + 600_000]))
        .isInstanceOf(Refused.class)
        .hasMessage("That file has 5.6 MB; a picture may have 5 MB.");
  }

  private static void isPictureOrRefused(byte[] file) {
    try {
      assertThat(Picture.of(file).bytes()).isNotEmpty();
    } catch (Refused e) {
      assertThat(e.why()).isNotEmpty();
    }
  }

  private static BufferedImage corners(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    int[][] places = {{0, 0}, {width / 2, 0}, {width / 2, height / 2}, {0, height / 2}};
    for (int i = 0; i < places.length; i++) {
      pen.setColor(CORNERS[i]);
      pen.fillRect(places[i][0], places[i][1], (width + 1) / 2, (height + 1) / 2);
    }
    pen.dispose();
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static BufferedImage read(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  /** Puts an Exif part with this orientation behind the start of a JPEG, as a camera does. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
    out.write("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation});
    out.write(new byte[] {0, 0, 0, 0, 0, 0});
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static int nearest(Color color) {
    int best = 0;
    for (int i = 1; i < CORNERS.length; i++) {
      if (distance(CORNERS[i], color) < distance(CORNERS[best], color)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(Color one, Color other) {
    return Math.abs(one.getRed() - other.getRed())
        + Math.abs(one.getGreen() - other.getGreen())
        + Math.abs(one.getBlue() - other.getBlue());
  }
}
