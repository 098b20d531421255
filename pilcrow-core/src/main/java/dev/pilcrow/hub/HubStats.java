package dev.pilcrow.hub;

/**
 * What the topics of one hub have done since it was made.
 *
 * @param topics topics there are now, Pilcrow's own among them
 * @param published events that were appended by this hub
 * @param resumed subscriptions that went on from the place of their client, with nothing missing
 * @param resynced times a client was told of a gap that it mends by itself
 * @param conflated patches left out for readers that lag, because later ones replace them
 * @param lagged times a reader had a gap that it cannot mend, so that its connection is closed
 */
public record HubStats(
    long topics, long published, long resumed, long resynced, long conflated, long lagged) {}
