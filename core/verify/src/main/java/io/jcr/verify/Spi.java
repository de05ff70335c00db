package io.jcr.verify;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import java.util.Locale;

/// What a plugin can bring.
enum Spi {
  NAMESPACE(Namespace.class, "ns", NamespaceVerification.class),
  FILESYSTEM(Filesystem.class, "fs", FilesystemVerification.class),
  NETWORK(Network.class, "net", NetworkVerification.class),
  LIMITER(ResourceLimiter.class, "limiter", LimiterVerification.class),
  COMMAND(CommandProvider.class, "", CommandVerification.class);

  private final Class<?> type;
  private final String option;
  private final Class<?> contract;

  Spi(Class<?> type, String option, Class<?> contract) {
    this.type = type;
    this.option = option;
    this.contract = contract;
  }

  Class<?> type() {
    return type;
  }

  /// Its option on the command line; empty for commands.
  String option() {
    return option;
  }

  Class<?> contract() {
    return contract;
  }

  Class<?> onThisHost() {
    return this == COMMAND ? CommandOnThisHost.class : BackendOnThisHost.class;
  }

  /// Its name in a sentence.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
