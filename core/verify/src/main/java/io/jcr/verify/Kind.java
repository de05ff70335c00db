package io.jcr.verify;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import org.jspecify.annotations.Nullable;

/// What a plugin can bring, and the contract that it is held to.
enum Kind {
  NAMESPACE(SpiTable.NAMESPACE, NamespaceVerification.class),
  FILESYSTEM(SpiTable.FILESYSTEM, FilesystemVerification.class),
  NETWORK(SpiTable.NETWORK, NetworkVerification.class),
  LIMITER(SpiTable.LIMITER, LimiterVerification.class),
  COMMAND(null, CommandVerification.class);

  @SuppressWarnings("ImmutableEnumChecker") // a record of classes and strings
  private final @Nullable Spi<?> spi;

  private final Class<?> contract;

  Kind(@Nullable Spi<?> spi, Class<?> contract) {
    this.spi = spi;
    this.contract = contract;
  }

  /// The interface that it implements.
  Class<?> type() {
    return spi == null ? CommandProvider.class : spi.type();
  }

  /// Its option on the command line; empty for commands.
  String option() {
    return spi == null ? "" : spi.option();
  }

  Class<?> contract() {
    return contract;
  }

  Class<?> onThisHost() {
    return spi == null ? CommandOnThisHost.class : BackendOnThisHost.class;
  }

  /// Its name in a sentence.
  String word() {
    return spi == null ? "command" : spi.word();
  }
}
