package dev.pilcrow.chat;

import java.awt.geom.AffineTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, from the Exif part of a JPEG: phones store what the sensor saw and say how
 * to turn it.
 *
 * @param mirrored whether left and right change places, before turning
 * @param quarters how many quarter turns clockwise
 */
record Orientation(boolean mirrored, int quarters) {
  static final Orientation UPRIGHT = new Orientation(false, 0);

  private static final int START = 0xFFD8;
  private static final int SCAN = 0xFFDA;
  private static final int APP1 = 0xFFE1;
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;

  /** Upright, unless a file clearly says otherwise. */
  static Orientation of(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file);
      if ((in.getShort() & 0xFFFF) != START) {
        return UPRIGHT;
      }
      int marker = in.getShort() & 0xFFFF;
      while (marker >= 0xFFC0 && marker != SCAN) {
        int length = in.getShort() & 0xFFFF;
        int end = in.position() + length - 2;
        if (marker == APP1 && in.getInt(in.position()) == 0x45786966) { // "Exif"
          return of(value(in.position(in.position() + 6).slice()));
        }
        marker = in.position(end).getShort() & 0xFFFF;
      }
    } catch (RuntimeException e) {
      return UPRIGHT; // the file ends early, or is none: the decoder says so
    }
    return UPRIGHT;
  }

  /** Reads the value of 1 to 8 from a TIFF directory; 1 where there is none. */
  private static int value(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
        return tiff.getShort(entry + 8) & 0xFFFF;
      }
    }
    return 1;
  }

  private static Orientation of(int value) {
    return switch (value) {
      case 2 -> new Orientation(true, 0);
      case 3 -> new Orientation(false, 2);
      case 4 -> new Orientation(true, 2);
      case 5 -> new Orientation(true, 3);
      case 6 -> new Orientation(false, 1);
      case 7 -> new Orientation(true, 1);
      case 8 -> new Orientation(false, 3);
      default -> UPRIGHT;
    };
  }

  /** What puts a picture right that is drawn around a centre at (c, c). */
  AffineTransform around(double c) {
    AffineTransform turn = AffineTransform.getQuadrantRotateInstance(quarters, c, c);
    if (mirrored) {
      turn.translate(2 * c, 0);
      turn.scale(-1, 1);
    }
    return turn;
  }
}
