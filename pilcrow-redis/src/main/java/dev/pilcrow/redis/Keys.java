package dev.pilcrow.redis;

/** The names of the keys. */
record Keys(String prefix, String node) {
  String feedState() {
    return prefix + "feed:state";
  }

  String feed() {
    return prefix + "feed";
  }

  String topicState(String topic) {
    return prefix + "state:" + topic;
  }

  String topic(String topic) {
    return prefix + "topic:" + topic;
  }

  String slots() {
    return prefix + "node:" + node;
  }

  /** How far a client's messages have been handled. */
  String client(String id) {
    return prefix + "client:" + id;
  }

  String clients() {
    return prefix + "clients";
  }

  /** What marks the event that a slot of this node appended at this count. */
  String nonce(int slot, long count) {
    return slots() + "." + slot + "." + count;
  }
}
