package io.jcr.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.MacAddress;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.spi.HostChange;
import io.jcr.spi.Limits;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.RootFilesystem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
  private static final RecordReader READER = new RecordReader(0);

  /// All that a program can say.
  static Stream<Class<?>> sayable() {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(HostChange.class, InitOp.class, RtnetlinkMessage.class, OptionType.class)) {
      all.addAll(Kinds.of(type).types().values());
    }
    all.addAll(List.of(NetworkPlan.class, Limits.class, RootFilesystem.class));
    return all.stream();
  }

  /// A record with a value in each component.
  private static Object sample(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getGenericType(), components[i].getName());
    }
    return type.getConstructor(types).newInstance(values);
  }

  private static Object value(Type type, String name) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Object element = value(generic.getActualTypeArguments()[0], name);
      return generic.getRawType() == List.class ? List.of(element) : Map.of("A", element);
    }
    return switch ((Class<?>) type) {
      case Class<?> c when c == String.class -> text(name);
      case Class<?> c when c == long.class || c == Long.class ->
          name.equals("most") || name.equals("limit") ? 9L : 1L;
      case Class<?> c when c == int.class -> name.equals("limit") ? 9 : 1;
      case Class<?> c when c == boolean.class -> true;
      case Class<?> c when c == Path.class -> Path.of("/", name);
      case Class<?> c when c == Ipv4.class -> Ipv4.parse("10.1.2.3");
      case Class<?> c when c == Ipv4Prefix.class -> Ipv4Prefix.parse("10.1.2.3/24");
      case Class<?> c when c == MacAddress.class -> MacAddress.parse("02:00:00:00:00:01");
      case Class<?> c when c.isEnum() -> c.getEnumConstants()[0];
      case Class<?> c when c.isRecord() -> sample(c);
      case Class<?> c -> sample(Kinds.of(c).types().values().iterator().next());
    };
  }

  private static String text(String name) {
    return switch (name) {
      case "destination" -> "/" + name;
      case "protocol" -> "udp";
      default -> name.substring(0, Math.min(name.length(), 15));
    };
  }

  @ParameterizedTest
  @MethodSource("sayable")
  void whatIsWrittenReadsAsTheSame(Class<?> type) throws ReflectiveOperationException {
    Object sample = sample(type);
    Map<String, Object> json =
        RecordReader.members(Objects.requireNonNull(RecordWriter.json(sample)), "it");
    Class<?> sealed = Kinds.sealedOf(type);
    Object read =
        sealed == null
            ? READER.record(type, json, "", "it")
            : READER.kind(Kinds.of(sealed), json, "it");
    assertEquals(sample, read);
  }

  /// jcr runs without the annotation, so the reader has a list.
  @Test
  void whatMayBeMissingIsWhatIsNullable() {
    List<String> wrong = new ArrayList<>();
    Stream.concat(sayable(), Stream.of(LinuxNamespace.class))
        .flatMap(type -> Stream.of(type.getRecordComponents()))
        .filter(component ->
            component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                != RecordReader.mayBeNull(component))
        .forEach(component -> wrong.add(component.getDeclaringRecord() + " " + component));
    assertEquals(List.of(), wrong);
  }

  @Test
  void theNamesAreThoseOfExplain() {
    assertTrue(Kinds.of(HostChange.class).types().containsKey("createVeth"));
    assertEquals(
        InitOp.PivotRoot.class, Kinds.of(InitOp.class).types().get("PivotRoot"), "of a process");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"call":"frobnicate"}                | gave an unknown call 'frobnicate' at c: choose from createDirectory, createSnapshot, createFile, .*
          {"path":"/x"}                        | gave no 'call' at c: choose from .*
          {"call":"createCgroup"}              | gave no 'c.directory'
          {"call":"createCgroup","directory":"x"} | gave 'x' as 'c.directory', which is not an absolute path
          {"call":"createCgroup","directory":"/x","mode":1} | gave an unknown member 'mode' at c: known are directory
          {"call":"lease","pool":"a","key":"b/c"} | gave a bad 'c': a pool or key must not .*: 'b/c'
          {"call":"createLink","link":{"kind":"dummy","name":"eth0","index":3}} | needs the container's process at c.link, which exists in 'attach' only
          {"call":"createLink","link":{"kind":"dummy","name":"eth0","index":"3"}} | gave '3' as 'c.link.index', which is not a whole number of 64 bits
          {"call":"masquerade","source":"10.0.0.1"} | gave a bad 'c.source': .*10.0.0.1.*
          """)
  void aMistakeIsToldWithItsPlace(String json, String told) throws Exception {
    Map<String, Object> members = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(json);
    ProgramFault fault =
        assertThrows(
            ProgramFault.class, () -> READER.kind(Kinds.of(HostChange.class), members, "c"));
    assertTrue(fault.clause().matches(told), fault::clause);
  }

  @Test
  void aMissingPidIsTheContainers() {
    Map<String, Object> link = Map.of("kind", "dummy", "name", "eth0", "index", 3);
    Object read =
        new RecordReader(42)
            .kind(Kinds.of(HostChange.class), Map.of("call", "createLink", "link", link), "c");
    assertEquals(42, ((HostChange.CreateLink) read).link().pid());
  }
}
