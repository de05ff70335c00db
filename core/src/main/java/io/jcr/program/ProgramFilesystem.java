package io.jcr.program;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.SpiTable;
import java.util.Map;

/// A file system that is a program.
final class ProgramFilesystem extends ProgramBackend implements Filesystem {
  ProgramFilesystem(BackendProgram program, String name) {
    super(program, SpiTable.FILESYSTEM, name);
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Answer answer = prepare("prepare", spec, Map.of(), host).only("changes", "again", "root");
    return result(RootFilesystem.class, answer, "root");
  }
}
