import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what goes with the bundles: editor data from the table of attributes, the folder of the npm
 * package and the table of sizes. Runs from the Maven build after {@code Bundle.java}, in this
 * module's folder: {@code java Pack.java version target}.
 */
final class Pack {
  private static final String WEB_TYPES = "web-types.json";
  private static final String VS_CODE = "silcrow.html-data.json";

  /** Writes the same bytes on every platform. */
  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String version;
  private final Path target;
  private final Path webJar;

  private Pack(String version, Path target) {
    this.version = version;
    this.target = target;
    this.webJar = target.resolve("classes/META-INF/resources/webjars/silcrow/" + version);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Expected two arguments (version, target folder) but found "
          + args.length + ". Run it through Maven.");
    }
    new Pack(args[0], Path.of(args[1])).run();
  }

  private void run() throws IOException {
    List<JsonNode> attributes = new ArrayList<>();
    for (JsonNode row : json.readTree(Path.of("attributes.json")).path("attributes")) {
      // What Silcrow sets itself is nobody's to write.
      if (!row.path("output").asBoolean(false)) {
        attributes.add(row);
      }
    }
    write(webJar.resolve(WEB_TYPES), webTypes(attributes));
    write(webJar.resolve(VS_CODE), htmlData(attributes));
    assembleNpm();
    Files.writeString(target.resolve("size.txt"), sizes());
  }

  private void write(Path file, JsonNode tree) throws IOException {
    Files.writeString(file, json.writeValueAsString(tree).replace("\r\n", "\n") + '\n');
  }

  /** What JetBrains editors read. */
  private JsonNode webTypes(List<JsonNode> attributes) {
    ObjectNode root = json.createObjectNode();
    root.put("$schema", "https://json.schemastore.org/web-types");
    root.put("name", "silcrow").put("version", version);
    root.put("js-types-syntax", "typescript").put("description-markup", "markdown");
    ObjectNode html = root.putObject("contributions").putObject("html");
    ArrayNode global = html.putArray("attributes");
    Map<String, ArrayNode> byElement = new TreeMap<>();
    for (JsonNode row : attributes) {
      List<ArrayNode> places = new ArrayList<>();
      for (JsonNode element : row.path("on")) {
        places.add(byElement.computeIfAbsent(element.asString(), name -> json.createArrayNode()));
      }
      for (ArrayNode place : places.isEmpty() ? List.of(global) : places) {
        place.add(webType(row));
      }
    }
    ArrayNode elements = html.putArray("elements");
    byElement.forEach((name, own) -> {
      // An extension adds to an element that the editor knows.
      elements.addObject().put("name", name).put("extension", true).set("attributes", own);
    });
    return root;
  }

  private ObjectNode webType(JsonNode row) {
    ObjectNode attribute = json.createObjectNode();
    String name = row.path("name").asString();
    if (name.endsWith("*")) {
      attribute.put("name", "any other binding");
      attribute.putObject("pattern").put("regex", name.replace("*", "[a-z][a-z0-9:_-]*"));
    } else {
      attribute.put("name", name);
    }
    attribute.put("description", description(row));
    if (row.path("obsolete").asBoolean(false)) {
      attribute.put("obsolete", true);
    }
    ObjectNode value = attribute.putObject("value");
    if (!row.has("value")) {
      value.put("kind", "no-value");
    } else if (row.has("values")) {
      value.put("kind", "plain").set("type", quoted(row.path("values")));
    } else {
      value.put("kind", "plain").put("type", "string");
    }
    return attribute;
  }

  private ArrayNode quoted(JsonNode values) {
    ArrayNode types = json.createArrayNode();
    for (JsonNode value : values) {
      types.add('"' + value.asString() + '"');
    }
    return types;
  }

  /** What VS Code reads. */
  private JsonNode htmlData(List<JsonNode> attributes) {
    ObjectNode root = json.createObjectNode().put("version", 1.1);
    Map<String, ArrayNode> byElement = new TreeMap<>();
    ArrayNode global = json.createArrayNode();
    for (JsonNode row : attributes) {
      if (row.path("name").asString().endsWith("*")) {
        continue;
      }
      List<ArrayNode> places = new ArrayList<>();
      for (JsonNode element : row.path("on")) {
        places.add(byElement.computeIfAbsent(element.asString(), name -> json.createArrayNode()));
      }
      for (ArrayNode place : places.isEmpty() ? List.of(global) : places) {
        place.add(codeData(row));
      }
    }
    ArrayNode tags = root.putArray("tags");
    byElement.forEach((name, own) -> tags.addObject().put("name", name).set("attributes", own));
    root.set("globalAttributes", global);
    return root;
  }

  private ObjectNode codeData(JsonNode row) {
    ObjectNode attribute = json.createObjectNode().put("name", row.path("name").asString());
    attribute
        .putObject("description")
        .put("kind", "markdown")
        .put("value", description(row));
    if (!row.has("value")) {
      attribute.put("valueSet", "v");
    } else if (row.has("values")) {
      ArrayNode values = attribute.putArray("values");
      row.path("values").forEach(value -> values.addObject().put("name", value.asString()));
    }
    return attribute;
  }

  private static String description(JsonNode row) {
    StringBuilder text = new StringBuilder(row.path("description").asString());
    section(text, "Value", row.path("value"), "");
    section(text, "Default", row.path("default"), "");
    section(text, "Another word for", row.path("aliasOf"), "`");
    section(text, "Guide", row.path("guide"), "`");
    return text.toString();
  }

  private static void section(StringBuilder text, String title, JsonNode value, String quote) {
    if (value.isString()) {
      text.append("\n\n").append(title).append(": ").append(quote).append(value.asString()).append(quote);
    }
  }

  /** The folder that {@code npm pack} makes a package of. */
  private void assembleNpm() throws IOException {
    Path npm = target.resolve("npm");
    Path dist = Files.createDirectories(npm.resolve("dist"));
    try (Stream<Path> bundles = Files.list(webJar)) {
      for (Path file : bundles.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".js") || name.endsWith(".js.map")) {
          copy(file, dist.resolve(name));
        }
      }
    }
    copy(webJar.resolve(WEB_TYPES), npm.resolve(WEB_TYPES));
    copy(webJar.resolve(VS_CODE), npm.resolve(VS_CODE));
    Path types = Files.createDirectories(npm.resolve("types"));
    for (String name : List.of("silcrow.d.ts", "events.d.ts", "global.d.ts")) {
      copy(Path.of("types", name), types.resolve(name));
    }
    copy(Path.of("README.md"), npm.resolve("README.md"));
    copy(Path.of("../LICENSE"), npm.resolve("LICENSE"));
    ObjectNode description = (ObjectNode) json.readTree(Path.of("package.json"));
    description.put("version", version).remove(List.of("private", "scripts", "devDependencies"));
    write(npm.resolve("package.json"), description);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What each folder of the sources takes of silcrow.min.js, before compression. */
  private String sizes() throws IOException {
    Map<String, Integer> byFolder = new TreeMap<>();
    JsonNode meta = json.readTree(target.resolve("silcrow.min.js.meta.json"));
    int all = 0;
    for (JsonNode output : meta.path("outputs")) {
      for (Map.Entry<String, JsonNode> input : output.path("inputs").properties()) {
        Path file = Path.of("src").relativize(Path.of(input.getKey()));
        int bytes = input.getValue().path("bytesInOutput").asInt();
        byFolder.merge(file.getNameCount() > 1 ? file.getName(0) + "/" : "(top)", bytes, Integer::sum);
        all += bytes;
      }
    }
    long brotli = Files.size(webJar.resolve("silcrow.min.js.br"));
    StringBuilder table = new StringBuilder();
    line(table, "silcrow.min.js", "bytes", "share");
    int total = all;
    byFolder.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(row -> line(table, row.getKey(), String.format(Locale.ROOT, "%,d", row.getValue()),
            String.format(Locale.ROOT, "%.1f %%", 100.0 * row.getValue() / total)));
    line(table, "all", String.format(Locale.ROOT, "%,d", total),
        String.format(Locale.ROOT, "brotli %,d", brotli));
    return table.toString();
  }

  private static void line(StringBuilder table, String name, String bytes, String share) {
    table.append(String.format(Locale.ROOT, "%-16s %8s  %s%n", name, bytes, share).replace("\r", ""));
  }
}
