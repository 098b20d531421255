package dev.pilcrow.chat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A square picture of a person, made by us: whatever else an uploaded file held (a place, a camera,
 * a script) is not in it.
 */
final class Picture {
  /** The most bytes an upload may have. */
  static final int MAX_BYTES = 5 * 1024 * 1024;

  /** Width and height in pixels: what the largest place on a page shows on a dense screen. */
  static final int SIZE = 192;

  private static final int MAX_SIDE = 12_000;
  private static final long MAX_PIXELS = 50_000_000;
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");
  private static final String WANTED = "Choose a PNG, JPEG or GIF picture";

  private final String type;
  private final byte[] bytes;

  /** A picture made before. The array is not copied and must not change. */
  Picture(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  String type() {
    return type;
  }

  /** The file; must not be changed. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The middle of an uploaded picture, as small as it is shown. What it is, is seen from its
   * content, never from its name.
   *
   * @throws Refused if it is none, or too large to look at
   */
  static Picture of(byte[] upload) throws Refused {
    if (upload.length == 0) {
      throw new Refused(WANTED + " first.");
    }
    if (upload.length > MAX_BYTES) {
      throw tooLarge(upload.length);
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(upload))) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, false);
        return encode(square(read(reader), Orientation.of(upload)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // what decoders throw at broken files varies
      throw new Refused("That picture is damaged. " + WANTED + " that opens elsewhere.");
    }
  }

  static Refused tooLarge(long bytes) {
    return new Refused(
        String.format(
            Locale.ENGLISH,
            "That file has %.1f MB; a picture may have %d MB.",
            bytes / 1024.0 / 1024.0,
            MAX_BYTES / 1024 / 1024));
  }

  /** Different for different pictures. */
  String hash() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static ImageReader reader(ImageInputStream in) throws IOException, Refused {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new Refused("That is no picture the chat can read. " + WANTED + ".");
  }

  /** Decodes every n-th pixel only, so that a large picture does not need large memory. */
  private static BufferedImage read(ImageReader reader) throws IOException, Refused {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (Math.max(width, height) > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new Refused(
          String.format(
              Locale.ENGLISH,
              "That picture has %,d × %,d pixels, which is too many. Make it smaller.",
              width,
              height));
    }
    int step = Math.max(1, Math.min(width, height) / (4 * SIZE));
    ImageReadParam some = reader.getDefaultReadParam();
    some.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, some);
  }

  /** Cuts out the middle and turns it upright. */
  private static BufferedImage square(BufferedImage image, Orientation orientation) {
    BufferedImage small = image;
    while (Math.min(small.getWidth(), small.getHeight()) >= 2 * SIZE) {
      AffineTransform half = AffineTransform.getScaleInstance(0.5, 0.5);
      small = drawn(small, small.getWidth() / 2, small.getHeight() / 2, half);
    }
    double scale = (double) SIZE / Math.min(small.getWidth(), small.getHeight());
    AffineTransform place = orientation.around(SIZE / 2.0);
    place.translate((SIZE - small.getWidth() * scale) / 2, (SIZE - small.getHeight() * scale) / 2);
    place.scale(scale, scale);
    return drawn(small, SIZE, SIZE, place);
  }

  private static BufferedImage drawn(
      BufferedImage image, int width, int height, AffineTransform place) {
    boolean clear = image.getColorModel().hasAlpha();
    BufferedImage canvas =
        new BufferedImage(
            width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = canvas.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    pen.drawImage(image, place, null);
    pen.dispose();
    return canvas;
  }

  private static Picture encode(BufferedImage image) throws IOException {
    String format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("This Java cannot write " + format);
    }
    return new Picture("image/" + format, out.toByteArray());
  }
}
