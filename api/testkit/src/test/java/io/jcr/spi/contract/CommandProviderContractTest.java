package io.jcr.spi.contract;

import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.Promises.Mutant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a wrong command does wrong is noticed by the contract.
class CommandProviderContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<CommandProvider>(
            Of::new, Set.of(CommandProviderContract.class), new SampleCommand(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Mutant<CommandProvider>> mutants() {
    Map<String, Mutant<CommandProvider>> mutants = new HashMap<>();
    mutants.put(
        "theNameCanBeTyped", Mutant.of(called("Sample", "S"), "helpIsPrintedAndNothingDone"));
    mutants.put(
        "theNameIsNoneOfJcrsOwn", Mutant.of(called("run", "S"), "helpIsPrintedAndNothingDone"));
    mutants.put("theSummaryIsASentenceOfOneLine", Mutant.of(called("sample", "One.\nTwo")));
    mutants.put("theServiceLoaderFindsIt", Mutant.of(called("sample", "Nobody knows it")));
    mutants.put(
        "wrongArgumentsAreRefusedBeforeAnythingIsDone",
        Mutant.of(
            new SampleCommand() {
              @Override
              public int run(List<String> arguments, CommandContext jcr) {
                if (!arguments.contains("--help")) {
                  jcr.jcr(List.of("run"));
                }
                return super.run(arguments, jcr);
              }
            }));
    mutants.put(
        "whatIsWrongIsSaidOnStandardError",
        Mutant.of(
            new SampleCommand() {
              @Override
              public int run(List<String> arguments, CommandContext jcr) {
                if (!arguments.contains("--help")) {
                  System.out.println("no");
                  return 2;
                }
                return super.run(arguments, jcr);
              }
            }));
    mutants.put(
        "helpIsPrintedAndNothingDone",
        Mutant.of(
            new SampleCommand() {
              @Override
              public int run(List<String> arguments, CommandContext jcr) {
                return super.run(List.of(), jcr);
              }
            }));
    return mutants;
  }

  private static CommandProvider called(String name, String summary) {
    return new SampleCommand() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return summary;
      }
    };
  }

  private static final class Of extends CommandProviderContract {
    private final CommandProvider command;

    Of(CommandProvider command) {
      this.command = command;
    }

    @Override
    protected CommandProvider command() {
      return command;
    }
  }
}
