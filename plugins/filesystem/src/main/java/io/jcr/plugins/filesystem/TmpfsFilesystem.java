package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `--fs=tmpfs`: like `overlay`, but with the writable layer in memory, in a tmpfs(5) that exists
/// only in the container's mount namespace. It is gone when the container stops. What it uses
/// counts towards the container's memory limit.
public final class TmpfsFilesystem implements Filesystem {
  private static final String SUBJECT = "--fs=tmpfs";
  private static final int DIGITS = 18;
  private static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.value(
                  "size",
                  new OptionType.Text("SIZE"),
                  "how much can be written: bytes, or a number with K, M, G or % of the host's memory"
                      + " (default: half of that)")
              .withExample("16M"));

  @Override
  public String name() {
    return "tmpfs";
  }

  @Override
  public String description() {
    return "overlayfs with the layer of the container's own in memory";
  }

  @Override
  public List<BackendOption> options() {
    return DESCRIBED;
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasFilesystem("tmpfs")
        ? Layers.probe(facts)
        : Support.no("the kernel has no tmpfs", "use --fs=overlay");
  }

  @Override
  public void validate(ContainerSpec spec) {
    size(spec);
    Layers.requirePath(SUBJECT, spec.root().path());
  }

  /// Everything is created after the clone, so that no other process sees it: the host only gets an
  /// empty directory to mount it on.
  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Path memory = host.paths().data().resolve("memory");
    host.createDirectory(host.paths().data(), 0700);
    host.createDirectory(memory, 0700);
    Layers layers = new Layers(memory.resolve("upper"), memory.resolve("work"));
    String options = "mode=0700" + size(spec).map(size -> ",size=" + size).orElse("");
    return layers.over(
        spec,
        host,
        List.of(
            new InitOp.MountOp(
                "", "tmpfs", memory.toString(), "tmpfs", MountFlags.MS_NODEV, options),
            new InitOp.Mkdir("", layers.upper().toString(), 0755),
            new InitOp.Mkdir("", layers.work().toString(), 0700)));
  }

  private static Optional<String> size(ContainerSpec spec) {
    Optional<String> size =
        ParsedOptions.parse(SUBJECT, DESCRIBED, spec.options("fs")).text("size");
    if (size.isPresent() && !isSize(size.get())) {
      throw new UsageException(
          SUBJECT
              + ": size: '"
              + size.get()
              + "' is not a number of bytes above 0, or a number with K, M, G or %");
    }
    return size;
  }

  /// See tmpfs(5); 0 would mean no limit.
  private static boolean isSize(String text) {
    boolean unit = !text.isEmpty() && "KMGkmg%".indexOf(text.charAt(text.length() - 1)) >= 0;
    int digits = text.length() - (unit ? 1 : 0);
    if (digits == 0 || digits > DIGITS) {
      return false;
    }
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return Long.parseLong(text, 0, digits, 10) > 0;
  }
}
