package dev.pilcrow.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium of the browser tests: one per JVM, found or fetched without a manual step.
 *
 * <p>In this order: the file named by the environment variable {@code CHROMIUM}; Chromium's
 * headless shell, the same engine for half the CPU; a Chromium or Chrome on the path or in its
 * usual place; Debian's package of the shell, where apt-get is there and we are root or may use
 * sudo without a password; Playwright's own download.
 *
 * <p>Playwright is confined to one thread, so tests run in one thread of each of several JVMs.
 */
public final class Browsers {
  private static final String SHELL = "chromium-headless-shell";

  private static final List<String> NAMES =
      List.of(
          SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final List<String> PLACES =
      List.of(
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
          "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe");

  private static @Nullable Browser shared;

  private Browsers() {}

  /** The shared browser; it ends with the JVM. Open a context per test and close it. */
  public static synchronized Browser chromium() {
    if (shared == null) {
      Path system = find().or(Browsers::install).orElse(null);
      shared = launch(system);
    }
    return shared;
  }

  /**
   * A browser of its own that keeps pages for the way back, as users' browsers do; the headless
   * shell keeps none. A test is aborted where there is no other and none can be installed. Close
   * it.
   */
  public static Browser keepingPages() {
    Optional<Path> whole =
        find(true)
            .or(() -> isApt() && install(asRoot(), "chromium") ? find(true) : Optional.empty());
    Assumptions.assumeTrue(whole.isPresent(), "Expected a Chromium or Chrome besides the shell");
    return chromium()
        .browserType()
        .launch(options(whole.get()).setIgnoreDefaultArgs(List.of("--disable-back-forward-cache")));
  }

  private static Browser launch(@Nullable Path system) {
    var create = new Playwright.CreateOptions();
    if (system != null) {
      create.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    }
    return Playwright.create(create).chromium().launch(options(system));
  }

  private static LaunchOptions options(@Nullable Path system) {
    var launch = new LaunchOptions().setArgs(arguments());
    return system == null ? launch : launch.setExecutablePath(system);
  }

  private static List<String> arguments() {
    var arguments =
        new ArrayList<>(
            List.of(
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-quic",
                "--disable-sync",
                "--no-first-run"));
    if (isRoot()) {
      arguments.add("--no-sandbox");
    }
    return arguments;
  }

  private static Optional<Path> find() {
    return find(false);
  }

  /** A browser that is there; {@code whole}: no headless shell. */
  private static Optional<Path> find(boolean whole) {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isBlank() && !(whole && named.contains(SHELL))) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IllegalStateException(
            "Expected environment variable CHROMIUM to name a browser but found no program at "
                + named);
      }
      return Optional.of(Path.of(named));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<String> onPath =
        NAMES.stream()
            .filter(name -> !(whole && name.equals(SHELL)))
            .flatMap(
                name ->
                    Stream.of(path.split(File.pathSeparator)).map(folder -> folder + "/" + name));
    return Stream.concat(onPath, PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Installs Debian's package; empty where that is not possible, and Playwright's own is next.
   * Tests run in several JVMs at once, of which one installs.
   */
  private static Optional<Path> install() {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "pilcrow-browser.lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return lock.isValid() ? find().or(Browsers::installWithApt) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file, e);
    }
  }

  private static Optional<Path> installWithApt() {
    if (!isApt()) {
      return Optional.empty();
    }
    List<String> as = asRoot();
    System.out.println("No browser found: installing Debian's Chromium with apt-get.");
    boolean installed =
        run(as, "apt-get", "-o", "DPkg::Lock::Timeout=300", "update")
            // Older releases have no package of the shell alone.
            && (install(as, SHELL) || install(as, "chromium"));
    return installed ? find() : Optional.empty();
  }

  private static boolean isApt() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  private static List<String> asRoot() {
    return isRoot() ? List.of() : List.of("sudo", "-n");
  }

  private static boolean install(List<String> as, String browser) {
    return run(
        as,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
        "install",
        "-y",
        "--no-install-recommends",
        browser,
        "fonts-liberation");
  }

  private static boolean run(List<String> as, String... command) {
    var line = new ArrayList<>(as);
    line.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
