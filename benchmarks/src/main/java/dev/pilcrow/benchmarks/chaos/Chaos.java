package dev.pilcrow.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows live pages through cuts, kills and sleep, on one server and on three, and counts what is
 * lost, doubled and out of order. The exit status is 0 only when nothing is.
 */
public final class Chaos {
  private static final int CLIENTS = 200;
  private static final int EVENTS = 100_000;
  private static final int SENDS = 20_000;

  private Chaos() {}

  /**
   * Runs.
   *
   * @param args {@code --quick} for half as much in a quarter of the time, {@code --seed <n>},
   *     {@code --nodes <n>} for only one of the runs, {@code --fault effects|pages} to see that a
   *     mistake is found
   */
  public static void main(String[] args) throws Exception {
    int seconds = 240;
    int clients = CLIENTS;
    int events = EVENTS;
    int sends = SENDS;
    long seed = 1;
    String fault = "none";
    List<Integer> nodes = new ArrayList<>(List.of(1, 3));
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> {
          seconds = 60;
          events = EVENTS / 2;
          sends = SENDS / 2;
        }
        case "--seconds" -> seconds = Integer.parseInt(args[++i]);
        case "--clients" -> clients = Integer.parseInt(args[++i]);
        case "--events" -> events = Integer.parseInt(args[++i]);
        case "--sends" -> sends = Integer.parseInt(args[++i]);
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--nodes" -> nodes = List.of(Integer.parseInt(args[++i]));
        case "--fault" -> fault = args[++i];
        default -> {
          System.err.println(
              "Expected --quick, --seed n, --nodes 1|3 or --fault effects|pages"
                  + " but found "
                  + args[i]);
          System.exit(2);
        }
      }
    }
    long lost = 0;
    long doubled = 0;
    long outOfOrder = 0;
    boolean clean = true;
    for (int count : nodes) {
      Outcome outcome =
          new Scenario(new Plan(count, clients, events, sends, seconds, seed, fault)).run();
      outcome.print();
      lost += outcome.lost;
      doubled += outcome.doubled;
      outOfOrder += outcome.outOfOrder;
      clean &= outcome.isClean();
    }
    System.out.printf("%nlost %d, doubled %d, out of order %d%n", lost, doubled, outOfOrder);
    System.exit(clean ? 0 : 1);
  }
}
