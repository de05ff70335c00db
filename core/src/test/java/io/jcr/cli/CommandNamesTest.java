package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.cli.session.Session;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.CommandProviderContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of commands knows which names jcr has itself.
class CommandNamesTest {
  static Set<String> own() {
    return Main.commands(Session.ofProcess(List.of())).keySet();
  }

  @ParameterizedTest
  @MethodSource("own")
  void aPluginsCommandCannotBeCalledLikeOneOfJcrs(String name) throws ReflectiveOperationException {
    Method promise = CommandProviderContract.class.getDeclaredMethod("theNameIsNoneOfJcrsOwn");
    promise.setAccessible(true);
    InvocationTargetException broken =
        assertThrows(
            InvocationTargetException.class, () -> promise.invoke(new Contract(new Named(name))));
    assertInstanceOf(AssertionError.class, broken.getCause());
  }

  private static final class Contract extends CommandProviderContract {
    private final CommandProvider command;

    Contract(CommandProvider command) {
      this.command = command;
    }

    @Override
    protected CommandProvider command() {
      return command;
    }
  }

  private record Named(String name) implements CommandProvider {
    @Override
    public String summary() {
      return "Do nothing";
    }

    @Override
    public int run(List<String> arguments, CommandContext jcr) {
      return 0;
    }
  }
}
