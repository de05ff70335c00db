package io.jcr.plugins.namespace;

/// `--ns=clone`: clone3(2) makes the process directly in all its new namespaces. A namespace that
/// is to be joined is entered by setns(2) before.
public final class CloneNamespace extends NewNamespaces {
  /// For `ServiceLoader`.
  public CloneNamespace() {
    super("clone");
  }

  @Override
  public String description() {
    return "clone3 into new namespaces";
  }
}
