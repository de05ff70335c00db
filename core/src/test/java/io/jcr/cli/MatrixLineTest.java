package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.spec.RunOptions;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MatrixLineTest {
  private static MatrixLine read(String line) {
    OptionTable table =
        new OptionTable("matrix", new Object())
            .value(MatrixLine.REPEAT, "N", "", given -> {})
            .value(MatrixLine.FORMAT, "F", "", given -> {});
    new RunOptions(SpiTable.STANDARD).declare(table);
    CommandLine parser = table.line();
    parser.parseArgs(line.split(" ", -1));
    return MatrixLine.read(parser, SpiTable.STANDARD);
  }

  @Test
  void axesAndOptionsComeInAnyOrder() {
    MatrixLine line =
        read(
            "--repeat=3 -e A=b ns=clone,unshare --volume /x:/y:ro net=none,veth --repeat 5 -v"
                + " /a:/b --read-only --no-init -- CMD -x net=none");
    assertEquals(
        Map.of("ns", List.of("clone", "unshare"), "net", List.of("none", "veth")), line.axes());
    assertEquals(List.of("ns", "net"), new ArrayList<>(line.axes().keySet()));
    assertEquals(
        List.of("--env=A=b", "--volume=/x:/y:ro", "--volume=/a:/b", "--read-only", "--no-init"),
        line.options());
    assertEquals(List.of("CMD", "-x", "net=none"), line.command());
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
    MatrixLine line = read("fs=bind -e net=none --cap-drop=KILL,CHOWN");
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
        "net=none -t|--tty is for a single run: leave it out",
        "net=none --bogus|Unknown option: '--bogus'"
      })
  void whatIsWrongIsRefusedOnce(String line, String sentence) {
    String refusal = assertThrows(UsageException.class, () -> read(line)).getMessage();
    assertEquals("matrix: " + sentence, refusal);
  }
}
