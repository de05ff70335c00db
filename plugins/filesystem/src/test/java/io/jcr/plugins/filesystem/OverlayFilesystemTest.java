package io.jcr.plugins.filesystem;

import io.jcr.spi.Filesystem;
import io.jcr.spi.contract.FilesystemContract;

class OverlayFilesystemTest extends FilesystemContract {
  @Override
  protected Filesystem backend() {
    return new OverlayFilesystem();
  }
}
