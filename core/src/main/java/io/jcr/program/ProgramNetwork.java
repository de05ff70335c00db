package io.jcr.program;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.SpiTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network that is a program.
final class ProgramNetwork extends ProgramBackend implements Network {
  ProgramNetwork(BackendProgram program, String name) {
    super(program, SpiTable.NETWORK, name);
  }

  @Override
  public boolean publishes() {
    return described().publishes();
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    Answer answer = prepare("prepare", spec, Map.of(), host).only("changes", "again", "plan");
    return result(NetworkPlan.class, answer, "plan");
  }

  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    if (!plan.attach()) {
      return; // it has not asked for it
    }
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("pid", pid);
    more.put("plan", RecordWriter.json(plan));
    prepare("attach", spec, more, host).only("changes", "again");
  }
}
