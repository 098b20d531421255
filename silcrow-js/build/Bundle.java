import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Bundles the ES modules of src/ into the WebJar folder, precompressed, and checks the size budget.
 * Runs from the Maven build in this module's folder: {@code java Bundle.java version esbuildVersion
 * target}. Does nothing when neither the sources nor this file changed.
 */
final class Bundle {
  /** What silcrow.min.js may weigh in brotli, in bytes: decision 5 says why it is not {@link #GOAL}. */
  private static final int BUDGET = 37 * 1024;

  /** What the design wants it to weigh. */
  private static final int GOAL = 12 * 1024;

  private static final String PAGES = "silcrow.min.js";

  private static final List<Build> BUILDS = List.of(
      new Build("src/global.js", PAGES, "iife"),
      new Build("src/readable.js", "silcrow.js", "iife"),
      new Build("src/index.js", "silcrow.esm.js", "esm"),
      new Build("src/debug.js", "silcrow.debug.js", "iife"),
      new Build("src/debug_module.js", "silcrow.debug.esm.js", "esm"),
      new Build("src/codecs/cbor.js", "silcrow.cbor.min.js", "esm"),
      new Build("src/codecs/msgpack.js", "silcrow.msgpack.min.js", "esm"));

  /** One file for pages or bundlers. */
  private record Build(String entry, String name, String format) {
    boolean minified() {
      return name.contains(".min.");
    }

    boolean teaches() {
      return name.contains(".debug.");
    }
  }

  private final String version;
  private final String esbuildVersion;
  private final Path target;
  private final Path out;

  private Bundle(String version, String esbuildVersion, Path target) {
    this.version = version;
    this.esbuildVersion = esbuildVersion;
    this.target = target;
    this.out = target.resolve("classes/META-INF/resources/webjars/silcrow/" + version);
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("Expected three arguments (version, esbuild version,"
          + " target folder) but found " + args.length + ". Run it through Maven.");
    }
    new Bundle(args[0], args[1], Path.of(args[2])).run();
  }

  private void run() throws Exception {
    Path stamp = target.resolve("bundle.sha256");
    String inputs = inputsHash();
    if (isComplete() && Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    Files.createDirectories(out);
    List<String> esbuild = findEsbuild();
    String banner = "/*! Silcrow.js " + version + " | MIT licence */";
    loadBrotli();
    for (Build build : BUILDS) {
      String name = build.name();
      bundle(esbuild, build, banner);
      stripMachinePaths(out.resolve(name + ".map"));
      compress(name);
      compress(name + ".map");
    }
    writeLocatorProperties();
    long brotli = Files.size(out.resolve(PAGES + ".br"));
    if (brotli > GOAL) {
      System.out.printf(Locale.ROOT, "%s is %,d bytes over the %,d of the design (docs/decisions/0005).%n", PAGES,
          brotli - GOAL, GOAL);
    }
    if (brotli > BUDGET) {
      throw new IllegalStateException(PAGES + " is " + brotli + " bytes in brotli, over its budget of "
          + BUDGET + ". Make it smaller, or argue for another budget in docs/decisions.");
    }
    Files.writeString(stamp, inputs);
  }

  private boolean isComplete() {
    return BUILDS.stream()
        .map(Build::name)
        .flatMap(name -> Stream.of(name, name + ".map"))
        .flatMap(name -> Stream.of(name, name + ".br", name + ".gz"))
        .allMatch(name -> Files.exists(out.resolve(name)));
  }

  private String inputsHash() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((version + '\n' + esbuildVersion + '\n').getBytes(StandardCharsets.UTF_8));
    List<Path> inputs =
        new ArrayList<>(Stream.of("build/Bundle.java", "attributes.json", "package.json").map(Path::of).toList());
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      sources.filter(Files::isRegularFile).sorted().forEach(inputs::add);
    }
    for (Path input : inputs) {
      digest.update(input.toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(input));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void bundle(List<String> esbuild, Build build, String banner) throws Exception {
    List<String> command = new ArrayList<>(esbuild);
    command.addAll(List.of(
        build.entry(),
        "--bundle",
        "--format=" + build.format(),
        "--target=es2022",
        "--charset=utf8",
        "--legal-comments=none",
        "--sourcemap=linked",
        "--log-level=warning",
        "--banner:js=" + banner,
        "--metafile=" + target.resolve(build.name() + ".meta.json"),
        "--outfile=" + out.resolve(build.name())));
    if (build.minified()) {
      command.add("--minify");
    }
    if (!build.teaches()) {
      command.add("--drop-labels=TEACH");
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("esbuild did not finish " + build.name() + " within two minutes.");
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("esbuild failed on " + build.entry() + "; its message is above.");
    }
  }

  /** The command that runs esbuild: the binary from Maven Central, or else npm's where Node is. */
  private List<String> findEsbuild() throws Exception {
    String platform = platform();
    List<String> looked = new ArrayList<>();
    for (String file : List.of("bin/esbuild", "esbuild.exe", "bin/esbuild.exe")) {
      String resource = "META-INF/resources/_static/" + platform + '/' + esbuildVersion + '/' + file;
      URL found = Bundle.class.getClassLoader().getResource(resource);
      if (found != null) {
        return List.of(unpack(found, file).toString());
      }
      looked.add(resource);
    }
    String npx = isWindows() ? "npx.cmd" : "npx";
    String npm = "esbuild@" + esbuildVersion;
    List<String> command = List.of(npx, "--yes", npm);
    if (runs(command)) {
      return command;
    }
    throw new IllegalStateException("No esbuild " + esbuildVersion + " for " + platform
        + ".\nLooked for " + String.join(", ", looked) + " in the jar org.mvnpm.at.esbuild:" + platform
        + ':' + esbuildVersion + " (Maven Central has it for linux-x64, darwin-x64, darwin-arm64 and"
        + " win32-x64),\nthen for npm's " + npm + " through " + npx + ", which did not run."
        + "\nInstall Node 18 or later, or build on one of those platforms.");
  }

  private boolean runs(List<String> command) throws Exception {
    List<String> ask = new ArrayList<>(command);
    ask.add("--version");
    try {
      Process process = new ProcessBuilder(ask).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(2, TimeUnit.MINUTES)
          && process.exitValue() == 0
          && answer.contains(esbuildVersion);
    } catch (IOException absent) {
      return false;
    }
  }

  private Path unpack(URL found, String file) throws IOException {
    Path binary = target.resolve("esbuild-" + esbuildVersion).resolve(Path.of(file).getFileName());
    if (!Files.exists(binary)) {
      Files.createDirectories(binary.getParent());
      Path partial = binary.resolveSibling(binary.getFileName() + ".part");
      try (InputStream bytes = found.openStream()) {
        Files.copy(bytes, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      partial.toFile().setExecutable(true);
      Files.move(partial, binary, StandardCopyOption.ATOMIC_MOVE);
    }
    return binary.toAbsolutePath();
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = os.contains("mac") ? "darwin" : isWindows() ? "win32" : os.split(" ")[0];
    String arch = System.getProperty("os.arch");
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
    return name + '-' + cpu;
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
  }

  /** Source names relative to the module, so that a map does not depend on where it was built. */
  private static void stripMachinePaths(Path map) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(map));
    lines.replaceAll(line ->
        line.startsWith("  \"sources\":") ? line.replaceAll("\"[^\",]*?/src/", "\"src/") : line);
    Files.writeString(map, String.join("\n", lines) + '\n');
  }

  private static void loadBrotli() {
    try {
      Brotli4jLoader.ensureAvailability();
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException("No brotli encoder for " + platform() + ". Looked for the native"
          + " library of com.aayushatharva.brotli4j, which Maven chooses by operating system and"
          + " architecture; it needs glibc on Linux. Build on another platform.", e);
    }
  }

  private void compress(String name) throws IOException {
    byte[] plain = Files.readAllBytes(out.resolve(name));
    byte[] brotli = Encoder.compress(plain, new Encoder.Parameters().setQuality(11).setWindow(24));
    byte[] gzip = gzip(plain);
    Files.write(out.resolve(name + ".br"), brotli);
    Files.write(out.resolve(name + ".gz"), gzip);
    if (!name.endsWith(".map")) {
      System.out.printf(
          Locale.ROOT,
          "%-20s %,8d bytes, gzip %,7d, brotli %,7d%n",
          name,
          plain.length,
          gzip.length,
          brotli.length);
    }
  }

  /** Gzip at its best level. Java writes no time stamp into the header, so equal input gives equal bytes. */
  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new BestGzip(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** Tells webjars-locator-lite the version, since our group is not one of those it knows. */
  private void writeLocatorProperties() throws IOException {
    Path file = target.resolve("classes/META-INF/resources/webjars-locator.properties");
    Files.writeString(file, "silcrow.version=" + version + '\n');
  }
}
