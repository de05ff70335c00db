package io.jcr.plugins.bench.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// The two-sided test of Mann, Whitney and Wilcoxon: the probability that two samples of the same
/// distribution lie as far apart as these two, in ranks. It makes no assumption about the
/// distribution's shape.
///
/// Up to [#EXACT] pairs, the probability is exact; beyond that, the normal approximation is as
/// good. commons-statistics computes both, but falls back to the approximation when values are
/// equal. Therefore it is given samples without equal values that have the same statistic. Values
/// that are equal across the two samples count half for each side, and half a pair is rounded
/// towards "no difference".
public final class RankTest {
  /// Significance level of the test and, as 95 %, confidence level of the matching intervals.
  public static final double LEVEL = 0.05;

  private static final int EXACT = 1000;
  private static final Map<Ranks, Double> KNOWN = new ConcurrentHashMap<>();

  /// @param below the number of pairs in which the first sample's value is larger
  private record Ranks(int one, int other, int below) {}

  private RankTest() {}

  /// The probability that samples are at least this far apart if they have the same distribution.
  public static double p(double[] one, double[] other) {
    double middle = (double) one.length * other.length / 2;
    double u = statistic(one, other);
    int towardsTheMiddle = (int) (u < middle ? Math.ceil(u) : Math.floor(u));
    return p(one.length, other.length, towardsTheMiddle);
  }

  /// The number of pairs in which the value of `one` is larger; equal ones count half.
  static double statistic(double[] one, double[] other) {
    double u = 0;
    for (double x : one) {
      for (double y : other) {
        u += x > y ? 1 : x == y ? 0.5 : 0;
      }
    }
    return u;
  }

  /// The smallest probability possible for samples of these sizes: when they do not overlap.
  public static double least(int one, int other) {
    return p(one, other, 0);
  }

  /// Whether samples of these sizes can differ significantly at all.
  public static boolean canDecide(int one, int other) {
    return one > 0 && other > 0 && least(one, other) <= LEVEL;
  }

  /// The largest statistic that is still significant, or -1 if none is.
  static int critical(int one, int other) {
    int low = -1;
    int high = one * other / 2;
    while (low < high) {
      int middle = Math.ceilDiv(low + high, 2);
      if (p(one, other, middle) <= LEVEL) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static double p(int one, int other, int u) {
    int symmetric = Math.min(u, one * other - u);
    return KNOWN.computeIfAbsent(new Ranks(one, other, symmetric), RankTest::compute);
  }

  private static double compute(Ranks ranks) {
    boolean exact = ranks.one() * ranks.other() <= EXACT;
    return MannWhitneyUTest.withDefaults()
        .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
        .test(distinct(ranks), ascending(ranks.other()))
        .getPValue();
  }

  private static double[] ascending(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> i);
    return values;
  }

  /// Distinct values that lie between those of `ascending`; as many pairs are above as the
  /// statistic says.
  private static double[] distinct(Ranks ranks) {
    double[] values = new double[ranks.one()];
    int left = ranks.below();
    for (int i = 0; i < values.length; i++) {
      int below = Math.min(left, ranks.other());
      left -= below;
      values[i] = below - 1 + (i + 1.0) / (values.length + 2);
    }
    return values;
  }
}
