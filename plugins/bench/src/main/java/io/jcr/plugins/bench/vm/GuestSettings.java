package io.jcr.plugins.bench.vm;

import java.util.List;
import java.util.OptionalInt;

/// The settings for the script `init` of a guest: a piece of shell.
///
/// @param command what to run
/// @param address the guest's address with its prefix length, or empty
/// @param dataDisk whether there is one
/// @param port the script reports when the guest listens there
record GuestSettings(List<String> command, String address, boolean dataDisk, OptionalInt port) {
  String asShell() {
    StringBuilder text = new StringBuilder();
    text.append("data=").append(dataDisk ? "yes" : "").append('\n');
    text.append("address=").append(quoted(address)).append('\n');
    text.append("port=").append(port.isPresent() ? "%04X".formatted(port.getAsInt()) : "");
    text.append("\nrun() { exec chroot /new");
    for (String word : command) {
      text.append(' ').append(quoted(word));
    }
    return text.append("; }\n").toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
