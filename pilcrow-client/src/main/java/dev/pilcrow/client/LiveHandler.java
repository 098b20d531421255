package dev.pilcrow.client;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.util.Optional;
import java.util.Set;

/**
 * What a program does with a live page. The methods are called one at a time, in order, on a thread
 * of the client. While one runs nothing more is read from the connection, so none may wait for a
 * message of its own to be acked.
 */
public interface LiveHandler {
  /**
   * Takes an event; {@link LivePage#read} reads its data. One that throws is logged and counts as
   * taken.
   *
   * @param at its place in its topic; empty for an event that was sent to this connection only,
   *     which does not come again after a loss
   */
  void event(WsEvent event, Optional<TopicPosition> at) throws Exception;

  /**
   * Fetches anew what these topics show: events of them are missing, for instance because the
   * server has restarted. One that throws is called again, five times in all.
   *
   * @return the places that came with what was fetched. A topic without one goes on with the next
   *     event
   */
  Positions resync(Set<String> topics) throws Exception;
}
