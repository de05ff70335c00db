package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `--env-file FILE`, in docker's format: a `NAME=VALUE` or a bare `NAME` (the caller's value) on
/// each line, empty lines and lines that begin with `#` left out. There is no quoting: what follows
/// the first `=` is the value as it stands. `-` is standard input.
public final class EnvFile {
  private static final Path STANDARD_INPUT = Path.of("-");

  private EnvFile() {}

  /// Reads `file`; bare names get the value they have in the caller's environment.
  ///
  /// @return `NAME=VALUE` each, in the file's order
  /// @throws UsageException when it cannot be read or a line is malformed
  public static List<String> read(Path file, Session session) {
    Map<String, String> caller = session.callerEnvironment();
    String content = content(file, session);
    if (content.startsWith("\ufeff")) {
      content = content.substring(1);
    }
    List<String> variables = new ArrayList<>();
    int number = 0;
    for (String raw : content.split("\n", -1)) {
      number++;
      String line = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        variables.addAll(variable("--env-file " + file + " line " + number, line, caller));
      }
    }
    return List.copyOf(variables);
  }

  private static List<String> variable(String subject, String line, Map<String, String> caller) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? line : line.substring(0, equals);
    for (int i = 0; i < name.length(); i++) {
      if (Character.isWhitespace(name.charAt(i))) {
        throw new UsageException(subject + ": a blank in the name '" + name + "' is not allowed");
      }
    }
    if (line.indexOf('\0') >= 0) {
      throw new UsageException(subject + ": a NUL character in '" + name + "' is not allowed");
    }
    return EnvOption.resolve(subject, line, caller).stream().toList();
  }

  private static String content(Path file, Session session) {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return decode(session.in().readAllBytes());
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new UsageException("--env-file " + file + ": the file does not exist");
    } catch (CharacterCodingException e) {
      throw new UsageException("--env-file " + file + ": the file is not UTF-8 text");
    } catch (IOException e) {
      throw new UsageException("--env-file " + file + ": the file cannot be read: " + e);
    }
  }

  /// As strict as [Files#readString].
  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
