package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.FileFailure;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.Identity;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/// Waits for the first start of a container that was only created. Its state is written then, into
/// a directory that is watched.
///
/// @param records the containers
record FirstStart(ContainerRecords records) {
  /// Returns when it has been started; at once, if it has been before.
  ///
  /// @return its state after that
  /// @throws UsageException when it is removed instead
  ContainerState await(ContainerRecord container) {
    ContainerState state = container.state();
    if (!isOnlyCreated(state)) {
      return state;
    }
    Path directory = state.bundle();
    try (WatchService changes = directory.getFileSystem().newWatchService()) {
      directory.register(
          changes,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      state = current(container.identity()); // it may have been started before the registration
      while (isOnlyCreated(state)) {
        WatchKey key = changes.take();
        key.pollEvents();
        boolean _ = key.reset(); // false for a removed directory, which is found next
        state = current(container.identity());
      }
      return state;
    } catch (NoSuchFileException e) {
      throw removed(container.identity());
    } catch (IOException e) {
      throw new HostException("watch " + directory + ": " + FileFailure.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return state;
    }
  }

  private static boolean isOnlyCreated(ContainerState state) {
    return state.status() == Status.CREATED || state.status() == Status.CREATING;
  }

  private ContainerState current(Identity identity) {
    return records
        .find(identity.reference())
        .filter(record -> record.identity().id().equals(identity.id()))
        .map(ContainerRecord::state)
        .orElseThrow(() -> removed(identity));
  }

  private static UsageException removed(Identity identity) {
    return new UsageException(
        "container '" + identity.name() + "' was removed before it was started");
  }
}
