package dev.pilcrow.javalin;

import java.util.Map;

/**
 * The parameters of the path that a connection was asked for at.
 *
 * @param route the route's path, for messages
 * @param values decoded
 */
record PathParams(String route, Map<String, String> values) {
  String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Expected a parameter of "
              + route
              + " but found '"
              + name
              + "'. It has "
              + values.keySet()
              + ".");
    }
    return value;
  }
}
