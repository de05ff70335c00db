package io.jcr.plugins.filesystem;

import io.jcr.spi.Filesystem;
import io.jcr.spi.contract.FilesystemContract;

class ChrootFilesystemTest extends FilesystemContract {
  @Override
  protected Filesystem backend() {
    return new ChrootFilesystem();
  }

  @Override
  protected boolean leavesTheGivenRootAsItWas() {
    return false;
  }

  @Override
  protected boolean entersByPivotRoot() {
    return false;
  }
}
