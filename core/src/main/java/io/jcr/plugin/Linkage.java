package io.jcr.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether everything that a plugin's classes use from jcr exists. A class compiled against another
/// version of the SPI fails when it calls a missing method, which may be late. Members inherited
/// through another class of the plugin are not checked; [BrokenPlugin] reports those when they
/// fail.
final class Linkage {
  private static final String CONSTRUCTOR = "<init>";

  private final Set<String> own;

  /// What is missing, with the first class that uses it.
  private final Map<String, String> missing = new LinkedHashMap<>();

  private final List<String> unreadable = new ArrayList<>();

  /// @param own the names of the plugin's classes
  Linkage(Set<String> own) {
    this.own = own;
  }

  /// What is used but missing, and what cannot be read, one clause each.
  List<String> problems() {
    List<String> clauses = new ArrayList<>(unreadable);
    missing.forEach((what, user) -> clauses.add("its class " + user + " uses " + what));
    return clauses;
  }

  /// Checks one of the plugin's own classes, which must be for a Java version that this JVM can
  /// read.
  void look(String user, byte[] content) {
    try {
      for (PoolEntry entry : ClassFile.of().parse(content).constantPool()) {
        switch (entry) {
          case ClassEntry type when isJcrs(type) -> findClass(user, type);
          case MemberRefEntry member when isJcrs(member.owner()) -> findMember(user, member);
          default -> {}
        }
      }
    } catch (IllegalArgumentException e) {
      unreadable.add("its class " + user + " is damaged: " + e.getMessage());
    }
  }

  private boolean isJcrs(ClassEntry type) {
    String name = name(type);
    return name.startsWith("io.jcr.") && (HostClasses.has(name) || !own.contains(name));
  }

  private static String name(ClassEntry type) {
    return type.asInternalName().replaceFirst("^\\[+L?", "").replace(";", "").replace('/', '.');
  }

  private Optional<Class<?>> findClass(String user, ClassEntry type) {
    String name = name(type);
    if (!HostClasses.has(name)) {
      missing.putIfAbsent("class " + name + ", which is not of the SPI", user);
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(name, false, Linkage.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      missing.putIfAbsent("class " + name + ", which does not exist", user);
      return Optional.empty();
    }
  }

  private void findMember(String user, MemberRefEntry member) {
    Optional<Class<?>> owner = findClass(user, member.owner());
    if (owner.isEmpty()) {
      return;
    }
    String name = member.name().stringValue();
    String descriptor = member.type().stringValue();
    boolean field = member instanceof FieldRefEntry;
    boolean found =
        family(owner.get())
            .anyMatch(type ->
                field ? hasField(type, name, descriptor) : hasMethod(type, name, descriptor));
    if (!found) {
      String called = owner.get().getName() + "." + name;
      String what = field ? "field " + called : "method " + called + parameters(descriptor);
      missing.putIfAbsent(what + ", which does not exist", user);
    }
  }

  private static String parameters(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(parameter -> parameter.displayName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /// The class and everything it inherits from; for an interface, Object's methods count too.
  private static Stream<Class<?>> family(Class<?> type) {
    Set<Class<?>> family = new LinkedHashSet<>();
    Deque<Class<?>> next = new ArrayDeque<>(Set.of(type, Object.class));
    while (!next.isEmpty()) {
      Class<?> one = next.pop();
      if (family.add(one)) {
        next.addAll(Arrays.asList(one.getInterfaces()));
        if (one.getSuperclass() != null) {
          next.add(one.getSuperclass());
        }
      }
    }
    return family.stream();
  }

  private static boolean hasField(Class<?> type, String name, String descriptor) {
    return Arrays.stream(type.getDeclaredFields())
        .anyMatch(field ->
            field.getName().equals(name)
                && field.getType().descriptorString().equals(descriptor)
                && isOpen(field.getModifiers()));
  }

  private static boolean hasMethod(Class<?> type, String name, String descriptor) {
    return name.equals(CONSTRUCTOR)
        ? Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(made ->
                descriptor(made.getParameterTypes(), void.class).equals(descriptor)
                    && isOpen(made.getModifiers()))
        : Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method ->
                method.getName().equals(name)
                    && descriptor(method.getParameterTypes(), method.getReturnType())
                        .equals(descriptor)
                    && isOpen(method.getModifiers()));
  }

  private static String descriptor(Class<?>[] parameters, Class<?> result) {
    return Arrays.stream(parameters)
        .map(Class::descriptorString)
        .collect(Collectors.joining("", "(", ")" + result.descriptorString()));
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
