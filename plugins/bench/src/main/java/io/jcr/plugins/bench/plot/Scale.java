package io.jcr.plugins.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where values lie on an axis, and which of them have ticks. Ticks are multiples of 1, 2 or 5
/// times a power of ten; on a logarithmic axis they are these numbers themselves, or only powers of
/// ten if there are many.
///
/// @param low value at the beginning of the axis
/// @param high value at its end
/// @param logarithmic whether equal ratios are equally far apart
public record Scale(double low, double high, boolean logarithmic) {
  private static final double[] MANTISSAS = {1, 2, 5};
  private static final double WIDE = 10;
  private static final int MOST_TICKS = 10;
  private static final int LEAST_TICKS = 3;
  private static final double ROOM = 1.03;
  private static final double TINY = 1e-9;

  /// Checks the limits.
  public Scale {
    if (!(low < high) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException("no scale from " + low + " to " + high);
    }
  }

  /// A scale for these values: logarithmic if they are too far apart to be shown otherwise.
  ///
  /// @throws IllegalArgumentException if there are none
  public static Scale of(List<Double> values) {
    double least = values.stream().filter(v -> v > 0).mapToDouble(v -> v).min().orElse(1);
    double most =
        values.stream().mapToDouble(v -> v).max().orElseThrow(IllegalArgumentException::new);
    return most > WIDE * least
        ? logarithmic(least, most)
        : new Scale(0, Math.max(most, least) * ROOM, false);
  }

  /// A logarithmic scale with a little room on both sides.
  public static Scale logarithmic(double least, double most) {
    return new Scale(least / ROOM, most * ROOM, true);
  }

  /// 0 at the beginning of the axis, 1 at its end. A value that a logarithmic axis cannot show is
  /// placed at its beginning.
  public double position(double value) {
    if (logarithmic) {
      return value <= low ? 0 : Math.log(value / low) / Math.log(high / low);
    }
    return (value - low) / (high - low);
  }

  /// The values that have a tick, in ascending order.
  public List<Double> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private List<Double> linearTicks() {
    double step = Math.pow(10, Math.floor(Math.log10(high - low)) - 1);
    int size = 0;
    while ((high - low) / (MANTISSAS[size % 3] * step) > MOST_TICKS) {
      size++;
      step *= size % 3 == 0 ? 10 : 1;
    }
    double width = MANTISSAS[size % 3] * step;
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / width - TINY); i * width <= high * (1 + TINY); i++) {
      ticks.add(i * width);
    }
    return ticks;
  }

  /// Over less than a decade there may be too few of these numbers.
  private List<Double> logarithmicTicks() {
    List<Double> all = new ArrayList<>();
    int decade = (int) Math.floor(Math.log10(low));
    for (; Math.pow(10, decade) <= high; decade++) {
      for (double mantissa : MANTISSAS) {
        double tick = mantissa * Math.pow(10, decade);
        if (tick >= low * (1 - TINY) && tick <= high * (1 + TINY)) {
          all.add(tick);
        }
      }
    }
    List<Double> decades = all.stream().filter(Scale::isDecade).toList();
    if (all.size() < LEAST_TICKS) {
      return linearTicks();
    }
    return all.size() <= MOST_TICKS || decades.size() < 2 ? List.copyOf(all) : decades;
  }

  private static boolean isDecade(double value) {
    double exponent = Math.log10(value);
    return Math.abs(exponent - Math.rint(exponent)) < TINY;
  }

  /// A tick's number without superfluous digits, such as `0.002`, `20` or `5000`.
  public static String label(double tick) {
    if (tick != 0 && Math.abs(tick) < 1e-4) {
      return String.format(Locale.ROOT, "%.0e", tick);
    }
    if (Math.abs(tick) >= 1e6) {
      return String.format(Locale.ROOT, "%.3g", tick).replaceAll("\\.?0*e\\+0?", "e");
    }
    return String.format(Locale.ROOT, "%.6f", tick).replaceAll("\\.?0+$", "");
  }
}
