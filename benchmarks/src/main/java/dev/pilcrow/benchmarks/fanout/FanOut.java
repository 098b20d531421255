package dev.pilcrow.benchmarks.fanout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One message to many, one at a time and in bursts of 16, with and without readers that stand
 * still.
 *
 * <p>All contenders are up at once and driven in turn, in the other order every other round; the
 * ratio of CPU per delivery to the ceiling's is formed per round. Arguments: connections, such as
 * {@code 100,1000}; rounds; deliveries per round; contenders, of which the first is the ceiling.
 * {@code socket.io} among them needs Node and {@code npm install} in {@code benchmarks/fanout}.
 */
public final class FanOut {
  private static final int[] WINDOWS = {1, 16};

  /** More connections than this, of all contenders together, are opened anew for each turn. */
  private static final int OPEN_AT_ONCE = 10_000;

  private FanOut() {}

  /** Runs the measurement and prints tables. */
  public static void main(String[] args) throws Exception {
    int[] connections =
        Arrays.stream((args.length > 0 ? args[0] : "100,1000").split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int deliveries = args.length > 2 ? Integer.parseInt(args[2]) : 200_000;
    List<String> names =
        List.of((args.length > 3 ? args[3] : "jetty,javalin,spring,pilcrow").split(",", -1));
    System.out.println(
        "| connections | stalled | burst | contender | CPU µs per delivery | × ceiling [range]"
            + " | reads per delivery | last of burst p50 ms | p99 ms | heap KiB per connection |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (int count : connections) {
      measure(names, count, 0, rounds, deliveries);
      measure(names, count, Math.max(1, count / 100), rounds, deliveries);
    }
  }

  private static void measure(
      List<String> names, int count, int stalled, int rounds, int deliveries) throws Exception {
    boolean anew = count * names.size() > OPEN_AT_ONCE;
    List<Turns> contenders = new ArrayList<>();
    try {
      for (String name : names) {
        contenders.add(new Turns(name, count, stalled, anew));
      }
      for (int window : WINDOWS) {
        List<List<Turns.Sample>> samples = new ArrayList<>();
        names.forEach(name -> samples.add(new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
          for (int i = 0; i < names.size(); i++) {
            int turn = round % 2 == 0 ? i : names.size() - 1 - i;
            Turns.Sample sample = contenders.get(turn).turn(window, deliveries);
            if (round >= 0) {
              samples.get(turn).add(sample);
            }
          }
        }
        for (int i = 0; i < names.size(); i++) {
          double heap = contenders.get(i).heapKibPerConnection;
          print(names.get(i), count, stalled, window, samples.get(i), samples.get(0), heap);
        }
      }
      for (int i = 0; i < names.size(); i++) {
        Turns contender = contenders.get(i);
        if (contender.errors() > 0) {
          System.out.println(names.get(i) + ": " + contender.errors() + " out of order");
        }
        if (stalled > 0) {
          System.out.printf(
              Locale.ROOT,
              "%s, %d stalled: heap now %.1f MiB%n",
              names.get(i),
              stalled,
              contender.heapMib());
        }
      }
    } finally {
      for (Turns contender : contenders) {
        contender.close();
      }
    }
  }

  private static void print(
      String name,
      int count,
      int stalled,
      int window,
      List<Turns.Sample> samples,
      List<Turns.Sample> ceiling,
      double heap) {
    double[] ratios = new double[samples.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = samples.get(i).microsPerDelivery() / ceiling.get(i).microsPerDelivery();
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %s | %.1f | %.2f [%.2f–%.2f] | %.2f | %.1f | %.1f | %.1f |%n",
        count,
        stalled,
        window,
        name,
        median(samples.stream().mapToDouble(Turns.Sample::microsPerDelivery).toArray()),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        median(samples.stream().mapToDouble(Turns.Sample::reads).toArray()),
        median(samples.stream().mapToDouble(Turns.Sample::p50).toArray()),
        median(samples.stream().mapToDouble(Turns.Sample::p99).toArray()),
        heap);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
