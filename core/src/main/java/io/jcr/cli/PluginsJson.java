package io.jcr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.cli.option.JsonOutput;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.FoundPlugin;
import io.jcr.plugin.PluginDescription;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.PluginService;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.SpiVersion;
import io.jcr.spi.Support;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/// `jcr plugins --format=json`; docs/plugins.md describes it.
final class PluginsJson {
  private PluginsJson() {}

  static void print(
      PrintStream out,
      List<PluginFolder> folders,
      BackendCatalog catalog,
      List<PluginsCommand.Offered> backends) {
    JsonOutput.print(
        out,
        json -> {
          json.writeStartObject();
          json.writeStringField("spiVersion", SpiVersion.CURRENT);
          json.writeArrayFieldStart("folders");
          for (PluginFolder folder : folders) {
            json.writeStartObject();
            json.writeStringField("path", folder.path().toString());
            json.writeStringField("origin", folder.origin().toString());
            json.writeBooleanField("exists", Files.isDirectory(folder.path()));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("plugins");
          for (FoundPlugin plugin : catalog.plugins()) {
            write(json, plugin, catalog, backends);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /// Backends alone, as an array.
  static void print(PrintStream out, List<PluginsCommand.Offered> backends) {
    JsonOutput.print(
        out,
        json -> {
          json.writeStartArray();
          for (PluginsCommand.Offered backend : backends) {
            write(json, backend);
          }
          json.writeEndArray();
        });
  }

  private static void write(
      JsonGenerator json,
      FoundPlugin plugin,
      BackendCatalog catalog,
      List<PluginsCommand.Offered> backends)
      throws IOException {
    PluginDescription about = plugin.description();
    json.writeStartObject();
    json.writeStringField("jar", plugin.path().toString());
    json.writeStringField("folder", plugin.folder().path().toString());
    json.writeStringField("state", plugin.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("reason", plugin.reason());
    json.writeStringField("id", about.id());
    json.writeStringField("version", about.version());
    json.writeStringField("provider", about.provider());
    json.writeStringField("description", about.description());
    json.writeStringField("requires", about.requires());
    json.writeArrayFieldStart("backends");
    for (PluginsCommand.Offered backend : backends) {
      if (backend.service().plugin() == plugin) {
        write(json, backend);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("commands");
    for (PluginService command : catalog.services(CommandProvider.class)) {
      if (command.plugin() == plugin) {
        json.writeStartObject();
        json.writeStringField("name", command.name());
        json.writeStringField("callName", catalog.callName(command, CommandProvider.class));
        json.writeStringField("summary", command.summary());
        json.writeStringField("class", command.described().className());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notes");
    for (String note : about.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PluginsCommand.Offered backend) throws IOException {
    json.writeStartObject();
    json.writeStringField("spi", backend.spi().option());
    json.writeStringField("name", backend.service().name());
    json.writeStringField("callName", backend.callName());
    json.writeStringField("class", backend.service().described().className());
    json.writeBooleanField("supported", backend.support() instanceof Support.Supported);
    if (backend.support() instanceof Support.Unsupported(String reason, String remedy)) {
      json.writeStringField("reason", reason);
      json.writeStringField("cure", remedy);
    }
    json.writeStringField("description", backend.description());
    json.writeArrayFieldStart("options");
    for (BackendOption option : backend.options()) {
      write(json, option, option.form());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ownLimits");
    for (BackendOption limit : backend.ownLimits()) {
      write(json, limit, limit.limitForm());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, BackendOption option, String form)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("key", option.key());
    json.writeStringField("form", form);
    json.writeStringField("type", option.type().getClass().getSimpleName());
    json.writeStringField("help", option.help());
    json.writeStringField("default", option.defaultValue());
    json.writeStringField("example", option.example());
    json.writeBooleanField("required", option.required());
    json.writeEndObject();
  }
}
