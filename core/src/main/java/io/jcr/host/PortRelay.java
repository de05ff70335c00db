package io.jcr.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jcr.api.Capability;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.PublishedPort;
import io.jcr.linux.SessionScope;
import io.jcr.spi.HeldPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jcr-init ports`, the process that holds ports and relays their traffic. Until it is told to
/// serve, it ends with this JVM. Protocol: `docs/launch-protocol.md`.
final class PortRelay {
  private static final String EVERYWHERE = "*";
  private static final int FIRST_PORT = 4;

  private final Process process;
  private final BufferedReader answers;
  private final List<PublishedPort> asked;
  private final HeldPorts held;
  private boolean serving;

  private PortRelay(Process process, List<PublishedPort> asked) {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    this.asked = asked;
    String[] words = answer("held");
    List<PublishedPort> ports = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      ports.add(bound(asked.get(i), words[FIRST_PORT + i]));
    }
    this.held = new HeldPorts(ports, Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
  }

  /// Starts it and makes it take the ports.
  ///
  /// @throws ErrnoException when one is unavailable
  static PortRelay start(Path init, List<PublishedPort> ports) {
    List<String> words = new ArrayList<>(List.of(init.toString(), "ports"));
    for (PublishedPort port : ports) {
      words.add(port.protocol());
      words.add(port.address().isEmpty() ? EVERYWHERE : port.address());
      words.add(Integer.toString(port.first()));
      words.add(Integer.toString(port.last()));
      words.add(Integer.toString(port.containerPort()));
    }
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    try {
      PortRelay relay = new PortRelay(builder.start(), ports);
      SessionScope.atEnd(relay::leave);
      return relay;
    } catch (IOException e) {
      throw new HostException("execute " + init + " ports: " + e.getMessage());
    }
  }

  /// The requested ports.
  List<PublishedPort> asked() {
    return asked;
  }

  /// The ports it took.
  HeldPorts held() {
    return held;
  }

  /// Makes it relay to `address` until the process `pid` ends.
  void serve(Ipv4 address, long pid) {
    String order = "serve " + pid + " " + address + "\n";
    try {
      process.getOutputStream().write(order.getBytes(US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new HostException("relay ports: jcr-init ports has ended: " + e.getMessage());
    }
    answer("serving");
    serving = true;
  }

  /// The end of a planner's session is to the relay what the end of a JVM is: one that serves goes
  /// on, one that only holds ports ends. They are free when this returns.
  private void leave() throws IOException, InterruptedException {
    if (!serving) {
      process.destroyForcibly().waitFor();
    }
    process.getOutputStream().close();
    answers.close();
  }

  /// Ends it.
  void end() {
    process.destroyForcibly();
  }

  /// One line of its answer, split into words.
  private String[] answer(String wanted) {
    String line;
    try {
      line = answers.readLine();
    } catch (IOException e) {
      throw new HostException("relay ports: read from jcr-init ports: " + e.getMessage());
    }
    String[] words = line == null ? new String[] {"nothing"} : line.split(" ", -1);
    if (words[0].equals("error")) {
      PublishedPort port = asked.get(Integer.parseInt(words[2]));
      throw new ErrnoException(
          "publish", subject(port), Integer.parseInt(words[1]), Capability.CAP_NET_BIND_SERVICE);
    }
    if (!words[0].equals(wanted)) {
      throw new HostException("relay ports: jcr-init ports has said " + words[0]);
    }
    return words;
  }

  private static String subject(PublishedPort port) {
    String at = port.address().isEmpty() ? "of the host" : "of " + port.address();
    return "port " + port.hostPort() + " " + at;
  }

  /// The request with the port that was found, and without IPv6 where there is none.
  private static PublishedPort bound(PublishedPort asked, String answer) {
    int slash = answer.indexOf('/');
    boolean fourOnly = asked.address().isEmpty() && answer.substring(slash + 1).equals("4");
    return asked.on(
        fourOnly ? "0.0.0.0" : asked.address(), Integer.parseInt(answer.substring(0, slash)));
  }
}
