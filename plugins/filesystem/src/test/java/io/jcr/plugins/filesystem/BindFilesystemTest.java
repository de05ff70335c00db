package io.jcr.plugins.filesystem;

import io.jcr.spi.Filesystem;
import io.jcr.spi.contract.FilesystemContract;

class BindFilesystemTest extends FilesystemContract {
  @Override
  protected Filesystem backend() {
    return new BindFilesystem();
  }

  @Override
  protected boolean leavesTheGivenRootAsItWas() {
    return false;
  }
}
