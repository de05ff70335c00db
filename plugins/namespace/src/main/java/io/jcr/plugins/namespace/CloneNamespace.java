package io.jcr.plugins.namespace;

/// `--ns=clone`: clone3(2) creates the process directly in all its new namespaces. Existing
/// namespaces are joined with setns(2) before that.
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
