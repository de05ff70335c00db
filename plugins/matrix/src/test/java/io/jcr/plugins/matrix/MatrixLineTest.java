package io.jcr.plugins.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandContext;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

class MatrixLineTest {
  private static MatrixLine read(String line) {
    CommandContext jcr = Mockito.mock(CommandContext.class);
    Mockito.when(jcr.spis()).thenReturn(SpiTable.STANDARD);
    Mockito.when(jcr.parse(Mockito.anyList())).thenAnswer(call -> parse(call.getArgument(0)));
    return MatrixLine.read(List.of(line.split(" ", -1)), jcr);
  }

  /// As jcr does, for options with `=`.
  private static CommandArguments parse(List<String> arguments) {
    Map<String, List<String>> own = new LinkedHashMap<>();
    List<String> ofRun = new ArrayList<>();
    int at = 0;
    while (at < arguments.size() && arguments.get(at).matches("--.+")) {
      String[] word = arguments.get(at).split("=", 2);
      if (word[0].equals(MatrixLine.REPEAT) || word[0].equals(MatrixLine.FORMAT)) {
        own.put(word[0], List.of(word[1]));
      } else {
        ofRun.add(arguments.get(at));
      }
      at++;
    }
    boolean dashes = at < arguments.size() && arguments.get(at).equals("--");
    return new CommandArguments(
        own, ofRun, arguments.subList(dashes ? at + 1 : at, arguments.size()), dashes);
  }

  @Test
  void axesAndOptionsComeInAnyOrder() {
    MatrixLine line =
        read(
            "--repeat=3 --env=A=b ns=clone,unshare --volume=/x:/y:ro net=none,veth --repeat=5"
                + " --volume=/a:/b --read-only --no-init -- CMD -x net=none");
    assertEquals(
        Map.of("ns", List.of("clone", "unshare"), "net", List.of("none", "veth")), line.axes());
    assertEquals(List.of("ns", "net"), new ArrayList<>(line.axes().keySet()));
    assertEquals(
        List.of("--env=A=b", "--volume=/x:/y:ro", "--volume=/a:/b", "--read-only", "--no-init"),
        line.options());
    assertEquals(List.of("CMD", "-x", "net=none"), line.command());
    assertEquals("5", line.repeat());
    assertEquals(MatrixFormat.TEXT, line.format());
  }

  @Test
  void theCommandIsTrueUnlessGiven() {
    assertEquals(List.of("/bin/true"), read("net=none").command());
    assertEquals(List.of("/bin/true"), read("net=none --").command());
    assertEquals(List.of("echo", "--", "fs=x"), read("net=none echo -- fs=x").command());
  }

  @Test
  void whatLooksLikeAnAxisIsTheCommandBehindTwoDashes() {
    MatrixLine line = read("net=none -- net=veth");
    assertEquals(List.of("net=veth"), line.command());
    assertEquals(List.of("none"), line.axes().get("net"));
  }

  @Test
  void aValueOfAnOptionIsNoAxis() {
    MatrixLine line = read("fs=bind --env=net=none --cap-drop=KILL,CHOWN");
    assertEquals(Map.of("fs", List.of("bind")), line.axes());
    assertEquals(List.of("--env=net=none", "--cap-drop=KILL,CHOWN"), line.options());
  }

  @Test
  void aBackendWithOptionsIsOneValue() {
    assertEquals(
        List.of("veth:rate=10M,ip=10.88.0.9", "none", "host"),
        read("net=veth:rate=10M,ip=10.88.0.9 net=none,host").axes().get("net"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- true|no axis: one of ns, fs, net, limiter with values, such as net=none,veth",
        "bin=x|no axis: one of ns, fs, net, limiter with values, such as net=none,veth",
        "net=|net=: a backend is missing",
        "net=none,|net=none,: a backend is missing",
        "net=none,veth:nat|net=none,veth:nat: a backend with options stands alone, since they have"
            + " commas too: give the axis again, as in net=none net=veth:nat,mtu=1400",
        "net=none --net=veth|--net together with the axis net=: leave one of them out",
        "net=none --tty|--tty is for a single run: leave it out"
      })
  void whatIsWrongIsRefusedOnce(String line, String sentence) {
    String refusal = assertThrows(UsageException.class, () -> read(line)).getMessage();
    assertEquals("matrix: " + sentence, refusal);
  }
}
