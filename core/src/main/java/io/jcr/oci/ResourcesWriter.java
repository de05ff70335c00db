package io.jcr.oci;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes `linux.resources` of the OCI runtime spec. What is not limited is left out.
///
/// @param json the output, inside an object
record ResourcesWriter(JsonGenerator json) {
  void write(LinuxResources resources) throws IOException {
    json.writeObjectFieldStart("resources");
    writeMemory(resources.memory());
    writeCpu(resources.cpu());
    writePids(resources.pids());
    writeBlockIO(resources.blockIO());
    writeDevices(resources.devices());
    json.writeEndObject();
  }

  private void writeMemory(@Nullable LinuxMemory memory) throws IOException {
    if (memory != null) {
      json.writeObjectFieldStart("memory");
      json.writeNumberField("limit", memory.limit());
      if (memory.swap() != memory.limit()) {
        json.writeNumberField("swap", memory.swap());
      }
      json.writeEndObject();
    }
  }

  private void writeCpu(@Nullable LinuxCpu cpu) throws IOException {
    if (cpu == null) {
      return;
    }
    json.writeObjectFieldStart("cpu");
    if (cpu.quota() > 0) {
      json.writeNumberField("quota", cpu.quota());
    }
    if (cpu.quota() > 0 || cpu.period() != LinuxCpu.DEFAULT_PERIOD) {
      json.writeNumberField("period", cpu.period());
    }
    if (cpu.cpus() != null) {
      json.writeStringField("cpus", cpu.cpus());
    }
    json.writeEndObject();
  }

  private void writePids(@Nullable LinuxPids pids) throws IOException {
    if (pids != null) {
      json.writeObjectFieldStart("pids");
      json.writeNumberField("limit", pids.limit());
      json.writeEndObject();
    }
  }

  /// Without the devices that the spec wants for each rate: see [LinuxBlockIO].
  private void writeBlockIO(@Nullable LinuxBlockIO io) throws IOException {
    if (io == null) {
      return;
    }
    json.writeObjectFieldStart("blockIO");
    writeRate("throttleReadBps", io.throttleReadBps());
    writeRate("throttleWriteBps", io.throttleWriteBps());
    writeRate("throttleReadIops", io.throttleReadIops());
    writeRate("throttleWriteIops", io.throttleWriteIops());
    json.writeEndObject();
  }

  private void writeDevices(List<LinuxDeviceCgroup> rules) throws IOException {
    if (rules.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("devices");
    for (LinuxDeviceCgroup rule : rules) {
      json.writeStartObject();
      json.writeBooleanField("allow", rule.allow());
      json.writeStringField("type", rule.type());
      if (rule.major() != null) {
        json.writeNumberField("major", rule.major());
      }
      if (rule.minor() != null) {
        json.writeNumberField("minor", rule.minor());
      }
      json.writeStringField("access", rule.access());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRate(String name, long rate) throws IOException {
    if (rate > 0) {
      json.writeNumberField(name, rate);
    }
  }
}
