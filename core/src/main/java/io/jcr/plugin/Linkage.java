package io.jcr.verify;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether what a plugin's classes use of jcr is there: a class that was compiled against another
/// SPI fails when it calls a method that this one does not have, which may be late.
final class Linkage {
  private static final String CONSTRUCTOR = "<init>";

  private final PluginFile plugin;
  private final Set<String> missing = new LinkedHashSet<>();

  private Linkage(PluginFile plugin) {
    this.plugin = plugin;
  }

  /// What is used and missing, a clause each.
  static Set<String> missing(PluginFile plugin) {
    Linkage linkage = new Linkage(plugin);
    plugin.classes().forEach(linkage::look);
    return linkage.missing;
  }

  private void look(String user, byte[] content) {
    boolean copy = PluginClasses.isHosts(user); // never loaded
    boolean later = PluginFile.javaVersion(content) > Runtime.version().feature(); // unreadable
    if (copy || later) {
      return;
    }
    try {
      for (PoolEntry entry : ClassFile.of().parse(content).constantPool()) {
        switch (entry) {
          case ClassEntry type when isJcrs(type) -> findClass(user, type);
          case MemberRefEntry member when isJcrs(member.owner()) -> findMember(user, member);
          default -> {}
        }
      }
    } catch (IllegalArgumentException e) {
      missing.add(user + " is no class file: " + e.getMessage());
    }
  }

  private boolean isJcrs(ClassEntry type) {
    String name = name(type);
    return name.startsWith("io.jcr.")
        && (PluginClasses.isHosts(name) || !plugin.classes().containsKey(name));
  }

  private static String name(ClassEntry type) {
    return type.asInternalName().replaceFirst("^\\[+L?", "").replace(";", "").replace('/', '.');
  }

  private Optional<Class<?>> findClass(String user, ClassEntry type) {
    String name = name(type);
    if (!PluginClasses.isHosts(name)) {
      missing.add(user + " uses class " + name + ", which is not of the SPI");
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(name, false, Linkage.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      missing.add(user + " uses class " + name + ", which does not exist");
      return Optional.empty();
    }
  }

  private void findMember(String user, MemberRefEntry member) {
    findClass(user, member.owner())
        .ifPresent(owner -> {
          String name = member.name().stringValue();
          String descriptor = member.type().stringValue();
          boolean field = member instanceof FieldRefEntry;
          boolean found =
              family(owner)
                  .anyMatch(type ->
                      field ? hasField(type, name, descriptor) : hasMethod(type, name, descriptor));
          if (!found) {
            String what =
                field
                    ? "field " + owner.getName() + "." + name
                    : "method " + owner.getName() + "." + name + parameters(descriptor);
            missing.add(user + " uses " + what + ", which does not exist");
          }
        });
  }

  private static String parameters(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(parameter -> parameter.displayName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /// The class and all that it inherits from; an interface has the methods of Object too.
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
