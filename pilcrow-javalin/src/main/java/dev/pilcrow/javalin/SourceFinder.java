package dev.pilcrow.javalin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds where an exception comes from in the source folders of a project: the template that a
 * message names, as those of jte do, or else the first stack frame whose file is there.
 */
final class SourceFinder {
  private static final List<String> FOLDERS =
      List.of("src/main/jte", "src/main/java", "src/main/kotlin", "src/main/resources");

  /** Such as {@code room.jte:12}. */
  private static final Pattern PLACE =
      Pattern.compile("(?<![\\w./-])(\\w[\\w./-]{0,200}\\.\\w{1,8}):(\\d{1,6})");

  private static final int MAX_MODULES = 50;
  private static final int MAX_MESSAGE = 10_000;
  private static final long MAX_FILE = 1 << 20;

  /** Lines before and after the one that matters. */
  private static final int AROUND = 4;

  private final List<Path> roots;

  SourceFinder(List<Path> roots) {
    this.roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
  }

  /** The source folders of the project in a directory, and of the modules right below it. */
  static SourceFinder below(Path directory) {
    List<Path> projects = new ArrayList<>(List.of(directory));
    try (Stream<Path> children = Files.list(directory)) {
      children.filter(Files::isDirectory).sorted().limit(MAX_MODULES).forEach(projects::add);
    } catch (IOException e) {
      // A directory that cannot be listed has no modules to offer.
    }
    return new SourceFinder(
        projects.stream()
            .flatMap(project -> FOLDERS.stream().map(project::resolve))
            .filter(Files::isDirectory)
            .toList());
  }

  /** Looks at an exception and its causes, outermost first. */
  Optional<Excerpt> find(List<Throwable> chain) {
    for (Throwable thrown : chain) {
      String message = String.valueOf(thrown.getMessage());
      Matcher place = PLACE.matcher(message.substring(0, Math.min(message.length(), MAX_MESSAGE)));
      while (place.find()) {
        Optional<Excerpt> found = read(place.group(1), Integer.parseInt(place.group(2)));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    for (int i = chain.size() - 1; i >= 0; i--) {
      for (StackTraceElement frame : chain.get(i).getStackTrace()) {
        Optional<Excerpt> found = find(frame);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Excerpt> find(StackTraceElement frame) {
    if (frame.getFileName() == null || frame.getLineNumber() < 1) {
      return Optional.empty();
    }
    String name = frame.getClassName();
    String folder = name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
    return read(folder + frame.getFileName(), frame.getLineNumber());
  }

  private Optional<Excerpt> read(String file, int line) {
    for (Path root : roots) {
      try {
        Path path = root.resolve(file).normalize();
        if (path.startsWith(root) && Files.isRegularFile(path) && Files.size(path) <= MAX_FILE) {
          List<String> all = Files.readAllLines(path);
          int first = Math.max(1, line - AROUND);
          int last = Math.min(all.size(), line + AROUND);
          if (line >= 1 && line <= all.size()) {
            return Optional.of(
                new Excerpt(file, line, first, List.copyOf(all.subList(first - 1, last))));
          }
        }
      } catch (IOException | InvalidPathException e) {
        // Not readable text, so there is nothing to show.
      }
    }
    return Optional.empty();
  }
}
