package com.example.btrfs;

import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.contract.FilesystemContract;
import io.jcr.spi.contract.StubHostFacts;

class BtrfsFilesystemTest extends FilesystemContract {
  @Override
  protected Filesystem backend() {
    return new BtrfsFilesystem();
  }

  @Override
  protected HostFacts facts() {
    return StubHostFacts.root().withFilesystem("btrfs");
  }
}
