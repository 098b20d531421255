package dev.pilcrow.negotiate;

/** A form one resource can be served in. */
public enum Representation {
  /** A page or fragment for browsers. */
  HTML("text", "html", "text/html; charset=utf-8"),
  /** Data for programs and for client-side bindings. */
  JSON("application", "json", "application/json");

  private final String type;
  private final String subtype;
  private final String contentType;

  Representation(String type, String subtype, String contentType) {
    this.type = type;
    this.subtype = subtype;
    this.contentType = contentType;
  }

  String type() {
    return type;
  }

  String subtype() {
    return subtype;
  }

  /** The Content-Type header of a response in this form. */
  public String contentType() {
    return contentType;
  }
}
