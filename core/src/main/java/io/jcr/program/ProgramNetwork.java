package io.jcr.program;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.SpiTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network that is a program.
final class ProgramNetwork extends ProgramBackend implements Network {
  private static final String PLACE = "place";

  ProgramNetwork(BackendProgram program, String name) {
    super(program, SpiTable.NETWORK, name);
  }

  @Override
  public boolean publishes() {
    return described().publishes();
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    return prepare(spec, Map.of(), host);
  }

  /// A program that reads its place may follow it; what one does that does not is adapted.
  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    return place.adapt(prepare(spec, Map.of(PLACE, RecordWriter.json(place)), place.adapt(host)));
  }

  private NetworkPlan prepare(ContainerSpec spec, Map<String, ?> more, Host host) {
    Answer answer = prepare("prepare", spec, more, host).only("changes", "again", "plan");
    return result(NetworkPlan.class, answer, "plan");
  }

  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    attach(spec, plan, pid, new LinkedHashMap<>(), host);
  }

  @Override
  public void attach(
      ContainerSpec spec, NetworkPlan plan, NetworkPlace place, long pid, Host host) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put(PLACE, RecordWriter.json(place));
    attach(spec, plan, pid, more, place.adapt(host));
  }

  private void attach(
      ContainerSpec spec,
      NetworkPlan plan,
      long pid,
      Map<String, @Nullable Object> more,
      Host host) {
    if (!plan.attach()) {
      return; // it has not asked for it
    }
    more.put("pid", pid);
    more.put("plan", RecordWriter.json(plan));
    prepare("attach", spec, more, host).only("changes", "again");
  }
}
