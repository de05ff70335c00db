package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
  @Test
  void everyConstantHasItsOwnName() {
    List<Field> constants =
        Arrays.stream(Errno.class.getFields()).filter(f -> f.getType() == int.class).toList();
    assertTrue(constants.size() > 20);
    assertAll(
        constants.stream().map(f -> () -> assertEquals(f.getName(), Errno.name(f.getInt(null)))));
  }

  @ParameterizedTest
  @CsvSource({
    "1, EPERM",
    "34, ERANGE",
    "35, EDEADLK",
    "40, ELOOP",
    "41, errno 41",
    "42, ENOMSG",
    "58, errno 58",
    "59, EBFONT",
    "90, EMSGSIZE",
    "98, EADDRINUSE",
    "110, ETIMEDOUT",
    "111, ECONNREFUSED",
    "125, ECANCELED",
    "133, EHWPOISON",
    "134, errno 134",
    "0, errno 0",
    "-1, errno -1",
    "2147483647, errno 2147483647"
  })
  void numbersHaveTheNamesOfTheKernelsHeaders(int number, String name) {
    assertEquals(name, Errno.name(number));
  }

  @Test
  void aFailureNamesOperationObjectAndErrno() {
    ErrnoException failure = new ErrnoException("mkdir", "/x", Errno.EROFS);
    assertEquals("mkdir /x: EROFS", failure.getMessage());
    assertEquals("mkdir", failure.operation());
    assertEquals("/x", failure.object());
    HostException told = new HostException("limiter cgroup-v2", failure, "mount it");
    assertEquals("limiter cgroup-v2: mkdir /x: EROFS: mount it", told.getMessage());
    assertEquals(
        "limiter cgroup-v2: mkdir /x: EROFS",
        new HostException("limiter cgroup-v2", failure, "").getMessage());
  }

  @Test
  void theExitStatusTellsWhoFailed() {
    assertEquals(2, new UsageException("x").exitStatus());
    assertEquals(125, new HostException("x").exitStatus());
    assertEquals(125, new PluginException("x", null).exitStatus());
    assertEquals(125, new UnsupportedException("x", "y", "z").exitStatus());
    assertEquals(127, new InitException("x", 127).exitStatus());
    assertEquals("x: y (z)", new UnsupportedException("x", "y", "z").getMessage());
  }
}
