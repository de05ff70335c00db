package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests a contract by backends that break it: for each of its promises one that breaks that
/// promise.
///
/// @param contract the contract of a given backend
/// @param type the class that declares the promises
/// @param good a backend that keeps them all
/// @param mutants by the name of the promise that they break
record Promises<B extends Backend>(
    Function<B, ? extends BackendContract<B>> contract,
    Class<?> type,
    B good,
    Map<String, B> mutants) {
  void assertEachIsKeptAndNoticedWhenBroken() {
    Map<String, Method> promises = new TreeMap<>();
    Arrays.stream(type.getDeclaredMethods())
        .filter(m ->
            m.isAnnotationPresent(Test.class) || m.isAnnotationPresent(ParameterizedTest.class))
        .forEach(m -> promises.put(m.getName(), m));
    assertEquals(promises.keySet(), new TreeSet<>(mutants.keySet()), "a mutant for each promise");
    assertAll(
        promises.values().stream()
            .map(promise ->
                () ->
                    assertTrue(
                        isKept(promise, good), promise.getName() + " is kept by a good backend")));
    assertAll(
        promises.values().stream()
            .map(promise ->
                () ->
                    assertTrue(
                        !isKept(promise, mutants.get(promise.getName())),
                        promise.getName() + " notices a backend that breaks it")));
  }

  private boolean isKept(Method promise, B backend) {
    return arguments(promise).allMatch(list -> isKept(promise, backend, list));
  }

  private boolean isKept(Method promise, B backend, List<Object> arguments) {
    try {
      promise.invoke(contract.apply(backend), arguments.toArray());
      return true;
    } catch (InvocationTargetException e) {
      assertThrows(
          AssertionError.class,
          () -> {
            throw e.getCause();
          },
          "a broken promise is a failure, not an error");
      return false;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<List<Object>> arguments(Method promise) {
    ValueSource values = promise.getAnnotation(ValueSource.class);
    if (values != null) {
      return Arrays.stream(values.strings()).map(List::of);
    }
    return promise.isAnnotationPresent(EnumSource.class)
        ? Arrays.stream(promise.getParameterTypes()[0].getEnumConstants()).map(List::of)
        : Stream.of(List.of());
  }
}
