package dev.pilcrow.javalin;

/**
 * What the live connections of one application have done since it started.
 *
 * @param open connections open now
 * @param opened connections accepted
 * @param refused upgrades answered with 403, 426, 429 or 503
 * @param received messages that were valid events
 * @param malformed messages that were not, binary ones included
 * @param sent events written, each once per connection
 * @param frames text frames written; below {@code sent} where events shared a frame
 * @param tooSlow connections closed with 1013
 */
public record PilcrowStats(
    long open,
    long opened,
    long refused,
    long received,
    long malformed,
    long sent,
    long frames,
    long tooSlow) {}
