package dev.pilcrow.javalin;

/**
 * What the live connections of one application have done since it started.
 *
 * @param open connections open now, sockets and event streams
 * @param openStreams how many of these are event streams
 * @param opened connections accepted
 * @param refused requests for a connection answered with 400, 403, 406, 426, 429 or 503
 * @param received messages that were valid events
 * @param malformed messages that were not, binary ones included
 * @param acked messages with an id that their handler has dealt with
 * @param rejected messages with an id that no handler will get, or whose handler threw
 * @param repeated messages that came again and were answered without handling them again
 * @param sent events written, each once per connection
 * @param frames writes; below {@code sent} where one carried several events
 * @param dropped messages that waited to be written when their connection was cut or closed at once
 * @param tooSlow connections closed because their reader, or their handler, was too slow
 * @param expired streams whose lease has run out
 * @param revoked streams of users whom access was withdrawn from
 * @param badResumes connections whose client named places that nobody could read
 */
public record PilcrowStats(
    long open,
    long openStreams,
    long opened,
    long refused,
    long received,
    long malformed,
    long acked,
    long rejected,
    long repeated,
    long sent,
    long frames,
    long dropped,
    long tooSlow,
    long expired,
    long revoked,
    long badResumes) {}
