package dev.pilcrow.codecs;

/** The syntaxes, with their names for people and peers. */
enum Syntax {
  JSON("JSON", "pilcrow.json"),
  CBOR("CBOR", "pilcrow.cbor"),
  MESSAGE_PACK("MessagePack", "pilcrow.msgpack");

  final String title;
  final String subprotocol;

  Syntax(String title, String subprotocol) {
    this.title = title;
    this.subprotocol = subprotocol;
  }
}
