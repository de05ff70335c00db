package io.jcr.plugins.demo.show;

import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.scene.Scene;
import java.io.IOException;
import java.util.List;

/// Reports what is shown. All reports are made from the same data.
public interface Report {
  /// Before the first scene.
  void begin(Programme programme) throws IOException;

  /// Before a scene.
  default void next(int number, Scene scene) throws IOException {}

  /// After a scene.
  void add(Played played) throws IOException;

  /// After the last scene.
  ///
  /// @param all what was added
  void end(List<Played> all) throws IOException;

  /// Called instead of [#end(List)] when the user does not want to see the rest.
  ///
  /// @param all what was added
  /// @param of how many scenes there would have been
  void quit(List<Played> all, int of) throws IOException;
}
