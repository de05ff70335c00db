package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/// Tests a contract by subjects that break it: for each of its promises one that breaks that
/// promise and no other, of this contract or of those that it extends.
///
/// @param contract the contract of a given subject
/// @param types the classes whose promises are tested here
/// @param good a subject that keeps all promises
/// @param mutants by the name of the promise that they break
/// @param <T> what the contract is about
record Promises<T>(
    Function<T, ?> contract, Set<Class<?>> types, T good, Map<String, Mutant<T>> mutants) {
  /// No mutant is in a services file.
  private static final String IN_SERVICES_FILE = "theServiceLoaderFindsIt";

  /// A wrong subject.
  ///
  /// @param also the promises that cannot be kept where this one is broken
  /// @param useless whether it does nothing at all, so that it breaks other promises too
  record Mutant<T>(T subject, Set<String> also, boolean useless) {
    static <T> Mutant<T> of(T subject, String... also) {
      return new Mutant<>(subject, Set.of(also), false);
    }

    static <T> Mutant<T> useless(T subject) {
      return new Mutant<>(subject, Set.of(), true);
    }
  }

  void assertEachIsKeptAndNoticedWhenBroken() {
    Map<String, Method> all = new TreeMap<>();
    Set<String> own = new TreeSet<>();
    for (Class<?> c = contract.apply(good).getClass(); c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class)) {
          all.put(method.getName(), method);
          if (types.contains(c)) {
            own.add(method.getName());
          }
        }
      }
    }
    assertEquals(Set.of(), broken(all, good, ""), "broken by a good one");
    assertEquals(own, new TreeSet<>(mutants.keySet()), "a mutant for each promise");
    assertAll(
        own.stream()
            .map(promise ->
                () -> {
                  Mutant<T> mutant = mutants.get(promise);
                  Set<String> expected = new TreeSet<>(mutant.also());
                  expected.add(promise);
                  Set<String> broken = broken(all, mutant.subject(), promise);
                  broken.remove(promise.equals(IN_SERVICES_FILE) ? "" : IN_SERVICES_FILE);
                  if (mutant.useless()) {
                    broken.retainAll(Set.of(promise));
                  }
                  assertEquals(expected, broken, "broken by the mutant of " + promise);
                }));
  }

  private Set<String> broken(Map<String, Method> promises, T subject, String target) {
    Set<String> broken = new TreeSet<>();
    promises.forEach((name, promise) -> {
      boolean kept =
          arguments(promise).allMatch(list -> isKept(promise, subject, list, name.equals(target)));
      if (!kept) {
        broken.add(name);
      }
    });
    return broken;
  }

  /// @param plainly whether it must be a failed assertion that tells
  private boolean isKept(Method promise, T subject, List<Object> arguments, boolean plainly) {
    try {
      promise.invoke(contract.apply(subject), arguments.toArray());
      return true;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof TestAbortedException) {
        return true;
      }
      if (plainly && !(e.getCause() instanceof AssertionError)) {
        throw new AssertionError(promise.getName() + ": an error, no failure", e.getCause());
      }
      return false;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<List<Object>> arguments(Method promise) {
    ValueSource values = promise.getAnnotation(ValueSource.class);
    if (values != null) {
      return values.ints().length > 0
          ? Arrays.stream(values.ints()).mapToObj(List::of)
          : Arrays.stream(values.strings()).map(List::of);
    }
    return promise.isAnnotationPresent(EnumSource.class)
        ? Arrays.stream(promise.getParameterTypes()[0].getEnumConstants()).map(List::of)
        : Stream.of(List.of());
  }
}
