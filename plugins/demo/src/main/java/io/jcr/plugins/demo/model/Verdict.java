package io.jcr.plugins.demo.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Whether a scene has shown what it promised.
///
/// @param outcome the answer
/// @param findings what it is based on
/// @param reason why nothing could be shown, or empty
public record Verdict(Outcome outcome, List<Finding> findings, String reason) {
  /// The possible answers.
  public enum Outcome {
    /// All claims are true with the mechanism, and the deciding ones false without it.
    HOLDS,
    /// The evidence contradicts it.
    FAILS,
    /// There is no evidence: this host, or this choice of backends, cannot show it.
    CANNOT_BE_SHOWN,
    /// There is no evidence because the host lacks something other than jcr, such as a program.
    SKIPPED
  }

  public Verdict {
    findings = List.copyOf(findings);
  }

  /// Whether the scene is a success.
  public boolean holds() {
    return outcome == Outcome.HOLDS;
  }

  /// Whether the demo can still succeed.
  public boolean passes() {
    return holds() || outcome == Outcome.SKIPPED;
  }

  /// A verdict without evidence.
  public static Verdict cannotBeShown(String reason) {
    return new Verdict(Outcome.CANNOT_BE_SHOWN, List.of(), reason);
  }

  /// A verdict without evidence, through no fault of jcr.
  public static Verdict skipped(String reason) {
    return new Verdict(Outcome.SKIPPED, List.of(), reason);
  }

  /// Tests the claims on the evidence. Evidence that lacks either side proves nothing; neither do
  /// claims of which none is deciding.
  public static Verdict of(List<Claim> claims, Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Observation observation : evidence.observations()) {
      claims.stream()
          .filter(claim -> claim.decides() || !observation.control())
          .forEach(claim -> findings.add(find(claim, observation)));
    }
    boolean bothSides =
        findings.stream().anyMatch(Finding::control)
            && findings.stream().anyMatch(finding -> !finding.control());
    boolean holds = bothSides && findings.stream().allMatch(Finding::asExpected);
    return new Verdict(holds ? Outcome.HOLDS : Outcome.FAILS, findings, "");
  }

  /// The findings of each claim, both in the order in which they were tested.
  public Map<String, List<Finding>> byClaim() {
    return findings.stream()
        .collect(Collectors.groupingBy(Finding::claim, LinkedHashMap::new, Collectors.toList()));
  }

  private static Finding find(Claim claim, Observation seen) {
    String because =
        claim.facts().stream()
            .filter(seen::has)
            .map(fact -> fact + " " + seen.fact(fact).strip().replaceAll("\\s+", " "))
            .collect(Collectors.joining(", "));
    return new Finding(
        seen.way(), seen.control(), claim.sentence(), claim.test().test(seen), because);
  }
}
