package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.PluginException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/// Sub-commands from plugins, and plugins with libraries of their own.
class CommandPluginTest {
  @TempDir Path folder;

  @Test
  void aPluginBringsACommandAndItsLibraries() throws IOException, InterruptedException {
    Path plugin = Files.createDirectories(folder.resolve("count/lib")).getParent();
    command("count", "length(arguments)").write(plugin.resolve("count.jar"));
    new PluginJar()
        .source(
            "library.Length",
            "package library; public class Length {"
                + " public static int of(java.util.List<?> all) { return all.size(); } }")
        .write(plugin.resolve("lib/length.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    PluginService described = catalog.services(CommandProvider.class).getFirst();
    assertEquals("count", described.name());
    assertEquals("Count the arguments", described.summary());
    CommandContext jcr = Mockito.mock(CommandContext.class);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertEquals(2, catalog.command("count").orElseThrow().run(List.of("a", "b"), jcr));
    assertEquals(before, Thread.currentThread().getContextClassLoader());
    assertEquals(Optional.empty(), catalog.command("discount"));
  }

  @Test
  void theSameCommandTwiceIsRefused() throws IOException {
    command("one", "1").write(folder.resolve("one.jar"));
    command("one", "1").manifest("Plugin-Id", "two").write(folder.resolve("two.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    PluginException refusal = assertThrows(PluginException.class, () -> catalog.command("one"));
    assertTrue(
        refusal.getMessage().startsWith("command 'one' is in two plugins")
            && refusal
                .getMessage()
                .endsWith("choose one by jcr one/one or jcr two/one, or remove one"),
        refusal::toString);
    assertTrue(catalog.command("two/one").isPresent());
  }

  private static PluginJar command(String name, String status) {
    String type = "third." + name + ".Command";
    return new PluginJar()
        .manifest("Plugin-Id", name)
        .manifest("Plugin-Version", "1.0.0")
        .manifest("Plugin-Requires", "~0.1.0")
        .source(
            type,
            """
            package third.%s;
            public final class Command implements io.jcr.spi.CommandProvider {
              public String name() { return "%s"; }
              public String summary() { return "Count the arguments"; }
              public int run(java.util.List<String> arguments, io.jcr.spi.CommandContext jcr) {
                return %s;
              }
              static int length(Object all) {
                try {
                  return (int) Class.forName("library.Length")
                      .getMethod("of", java.util.List.class).invoke(null, all);
                } catch (ReflectiveOperationException e) {
                  throw new IllegalStateException(e);
                }
              }
            }
            """
                .formatted(name, name, status))
        .services(CommandProvider.class.getName(), type);
  }
}
