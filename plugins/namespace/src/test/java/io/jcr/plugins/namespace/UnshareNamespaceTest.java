package io.jcr.plugins.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Namespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnshareNamespaceTest extends NewNamespacesContract {
  @Override
  protected Namespace backend() {
    return new UnshareNamespace();
  }

  @Test
  void newNamespacesAreMade() {
    List<LinuxNamespace> wanted =
        List.of(
            LinuxNamespace.create(NamespaceType.UTS),
            LinuxNamespace.create(NamespaceType.PID),
            LinuxNamespace.create(NamespaceType.TIME));
    assertEquals(
        List.of(new InitOp.Unshare(NEW), new InitOp.Clone(0, "")),
        enter(spec("c1", Map.of()).withNamespaces(wanted), ""));
  }
}
