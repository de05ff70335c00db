package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.scene.Picture;

/// Draws the picture of a scene.
final class Figures {
  private Figures() {}

  /// The picture with the facts of the evidence filled in.
  static String draw(Picture picture, Evidence evidence) {
    return switch (picture) {
      case Picture.Walls walls -> WallsFigure.draw(walls, evidence);
      case Picture.Wire wire -> WireFigure.draw(wire, evidence);
      case Picture.Gauge gauge -> GaugeFigure.draw(gauge, evidence);
      case Picture.Twins twins -> TwinsFigure.draw(evidence);
      case Picture.Calls calls -> CallsFigure.draw(calls, evidence);
      case Picture.Listings listings -> ListingsFigure.draw(listings, evidence);
    };
  }
}
