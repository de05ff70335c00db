package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.util.List;

/// A requirement of a container runtime, and how it is shown.
///
/// A scene collects evidence, with the mechanism and without it, and states what must be true with
/// it; [io.jcr.plugins.demo.model.Verdict#of] derives the verdict from both.
public interface Scene {
  /// The name used to ask for it, and the name of its page in the guide.
  String name();

  /// A few words.
  String title();

  /// What will be shown, in a sentence or two.
  String sentence();

  /// Why it may take long, in a few words; empty when it does not.
  default String patience() {
    return "";
  }

  /// What must be true.
  List<Claim> claims();

  /// What is drawn of it.
  Picture picture();

  /// Collects the evidence.
  ///
  /// @throws CannotBeShown if this host, or the requested backends, cannot do it
  Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown;
}
