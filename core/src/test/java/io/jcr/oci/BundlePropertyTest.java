package io.jcr.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.IdMapping;
import io.jcr.api.Linux;
import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPersonality;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxTimeOffset;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.User;
import io.jcr.linux.seccomp.DefaultSeccomp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is written to a config.json is read as the same: the two doors to a [ContainerSpec] are
/// total.
class BundlePropertyTest {
  private static final int SPECS = 300;

  private Random random = new Random(0);

  @Test
  void readingWhatWasWrittenGivesTheSameSpec(@TempDir Path directory) throws IOException {
    for (int seed = 0; seed < SPECS; seed++) {
      random = new Random(seed);
      ContainerSpec spec = spec("c" + seed);
      Path bundle = Files.createDirectory(directory.resolve(spec.id()));
      Bundle.write(bundle, spec);
      assertEquals(spec, Bundle.read(bundle), "seed " + seed);
    }
  }

  private ContainerSpec spec(String id) {
    return new ContainerSpec(
        id,
        "h" + random.nextInt(1000),
        random.nextBoolean() ? "" : word(),
        new Root(Path.of("/srv/" + random.nextInt(9)), random.nextBoolean(), random.nextBoolean()),
        process(),
        list(this::mount),
        hooks(),
        linux(),
        map(this::word),
        backends());
  }

  private ContainerProcess process() {
    List<String> args = new ArrayList<>(List.of("/bin/" + random.nextInt(9)));
    args.addAll(list(this::word));
    return new ContainerProcess(
        random.nextBoolean(),
        new User(id(), id(), list(this::id)),
        args,
        list(() -> "V=" + word()),
        "/" + random.nextInt(9),
        new LinuxCapabilities(set(), set(), set(), set(), set()),
        random.nextBoolean(),
        list(this::rlimit),
        random.nextBoolean(),
        random.nextInt(01000),
        maybe(() -> random.nextInt(2001) - 1000));
  }

  private Rlimit rlimit() {
    long soft = random.nextLong();
    long hard = random.nextBoolean() ? Rlimit.INFINITY : soft;
    return new Rlimit(one(Rlimit.Resource.values()), soft, hard);
  }

  private Mount mount() {
    List<String> options = new ArrayList<>(list(this::word));
    return new Mount("/" + random.nextInt(99), one("tmpfs", "bind", "proc"), word(), options);
  }

  private Hooks hooks() {
    Supplier<Hook> hook =
        () -> new Hook("/hook", list(this::word), list(() -> "A=" + word()), random.nextInt(9));
    return new Hooks(list(hook), list(hook), list(hook), list(hook), list(hook), list(hook));
  }

  private Linux linux() {
    return new Linux(
        list(this::namespace),
        list(() -> new IdMapping(random.nextInt(9), random.nextInt(99999), 1 + random.nextInt(99))),
        list(this::device),
        random.nextBoolean() ? "" : "/lab/" + random.nextInt(9),
        resources(),
        one("", "private", "rslave", "shared"),
        maybe(this::seccomp),
        map(this::word),
        list(() -> "/m" + random.nextInt(99)),
        list(() -> "/r" + random.nextInt(99)),
        random.nextBoolean()
            ? Map.of()
            : Map.of(
                "boottime", new LinuxTimeOffset(random.nextLong(), random.nextInt(999_999_999))),
        maybe(() -> one(LinuxPersonality.values())));
  }

  private LinuxNamespace namespace() {
    NamespaceType type = one(NamespaceType.values());
    return random.nextBoolean()
        ? LinuxNamespace.create(type)
        : LinuxNamespace.join(type, Path.of("/run/n" + random.nextInt(9)));
  }

  private LinuxDevice device() {
    return new LinuxDevice(
        "/dev/" + random.nextInt(99),
        one(LinuxDevice.Type.values()),
        random.nextInt(300),
        random.nextInt(300),
        random.nextInt(01000),
        id(),
        id());
  }

  private LinuxResources resources() {
    return new LinuxResources(
        maybe(() -> new LinuxMemory(1 + random.nextLong(1L << 40))),
        maybe(() -> new LinuxCpu(1000 + random.nextInt(99999), 1000 + random.nextInt(9999), "0-1")),
        maybe(() -> new LinuxPids(1 + random.nextInt(9999))),
        maybe(() -> new LinuxBlockIO(1 + random.nextLong(1L << 40), 0, random.nextInt(99), 0)),
        list(this::deviceRule));
  }

  private LinuxDeviceCgroup deviceRule() {
    return new LinuxDeviceCgroup(
        random.nextBoolean(),
        one("a", "b", "c"),
        maybe(() -> (long) random.nextInt(300)),
        maybe(() -> (long) random.nextInt(300)),
        one("rwm", "r", "rw"));
  }

  private LinuxSeccomp seccomp() {
    if (random.nextInt(4) == 0) {
      return DefaultSeccomp.profile(set());
    }
    Supplier<LinuxSeccomp.Arg> arg =
        () ->
            new LinuxSeccomp.Arg(
                random.nextInt(6),
                random.nextLong(),
                random.nextLong(),
                one(LinuxSeccomp.Operator.values()));
    return new LinuxSeccomp(
        one(LinuxSeccomp.Action.values()),
        random.nextInt(100),
        list(() -> "SCMP_ARCH_X86_64"),
        list(this::word),
        list(() ->
            new LinuxSeccomp.Rule(
                list(this::word),
                one(LinuxSeccomp.Action.values()),
                maybe(() -> random.nextInt(100)),
                list(arg))));
  }

  private Map<String, BackendChoice> backends() {
    Map<String, BackendChoice> backends = new HashMap<>();
    for (String option : List.of("ns", "fs", "net", "limiter")) {
      if (random.nextBoolean()) {
        Map<String, String> options = new HashMap<>();
        list(() -> random.nextInt(9)).forEach(key -> options.put("k" + key, one("", "v=1", "10M")));
        backends.put(option, new BackendChoice("b" + random.nextInt(9), options));
      }
    }
    return backends;
  }

  private Set<Capability> set() {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    Stream.of(Capability.values()).filter(c -> random.nextBoolean()).forEach(set::add);
    return set;
  }

  private long id() {
    return random.nextLong(0xffff_ffffL);
  }

  /// Of characters that JSON and shells make something of.
  private String word() {
    String alphabet = "aZ0 \"\\/\t\n\u0001é€😀{}[],:'$";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(9); i >= 0; i--) {
      word.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return word.toString();
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(4)).toList();
  }

  private Map<String, String> map(Supplier<String> value) {
    Map<String, String> map = new HashMap<>();
    list(() -> random.nextInt(9)).forEach(key -> map.put("org.example." + key, value.get()));
    return map;
  }
}
