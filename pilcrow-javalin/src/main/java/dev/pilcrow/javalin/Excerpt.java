package dev.pilcrow.javalin;

import java.util.List;

/**
 * Some lines of a source file.
 *
 * @param file the file below its source folder
 * @param line the line that matters, from 1
 * @param first the number of the first of the lines
 */
record Excerpt(String file, int line, int first, List<String> lines) {
  /** The file and the line. */
  String place() {
    return file + ':' + line;
  }
}
