package io.jcr.plugins.bench.web;

import io.jcr.plugins.bench.debian.CachedDirectory;
import io.jcr.plugins.bench.debian.HostProgram;
import io.jcr.plugins.bench.debian.UnpackedProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A root file system with Debian's nginx in it, the same for every subject: containers and peers
/// get the directory, virtual machines an image of it, and for bare `chroot` enters it.
///
/// @param directory the root file system
public record NginxRootfs(Path directory) {
  /// Where nginx listens, on all addresses.
  public static final int PORT = 7080;

  /// The page that is served.
  public static final String PAGE = "/page.html";

  /// The bytes of the page.
  public static final int PAGE_BYTES = 4096;

  private static final String SUBJECT = "bench nginx";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// No access log, because writing it would be what is measured. `daemon off`: the started process
  /// is the server.
  private static final String CONFIGURATION =
      """
      daemon off;
      user nobody nogroup;
      pid /tmp/nginx.pid;
      error_log stderr warn;
      events { worker_connections 2048; }
      http {
        access_log off;
        default_type text/html;
        sendfile on;
        tcp_nodelay on;
        keepalive_requests 1000000;
        client_body_temp_path /tmp/nginx-body;
        proxy_temp_path /tmp/nginx-proxy;
        fastcgi_temp_path /tmp/nginx-fastcgi;
        uwsgi_temp_path /tmp/nginx-uwsgi;
        scgi_temp_path /tmp/nginx-scgi;
        server {
          listen 7080;
          root /srv/www;
        }
      }
      """;

  /// From the cache, or newly made: a copy of `rootfs` with nginx, its libraries, its configuration
  /// and the page.
  ///
  /// @param rootfs jcr's root file system
  /// @throws io.jcr.api.UnsupportedException if the packages are not available
  public static NginxRootfs get(Path rootfs, Path cache) throws IOException, InterruptedException {
    Path place = cache.toAbsolutePath().resolve("nginx-rootfs-" + stamp(rootfs));
    UnpackedProgram nginx = UnpackedProgram.fetch(SUBJECT, "nginx", "usr/sbin/nginx", cache);
    return new NginxRootfs(CachedDirectory.get(place, made -> fill(made, rootfs, nginx)));
  }

  /// The server's command line in the root file system.
  ///
  /// @param workers processes that answer requests: as many as the subject has processors
  public static List<String> command(int workers) {
    return List.of(
        "/usr/sbin/nginx",
        "-e",
        "stderr",
        "-c",
        "/etc/nginx/jcr.conf",
        "-g",
        "worker_processes " + workers + ";");
  }

  private static void fill(Path made, Path rootfs, UnpackedProgram nginx)
      throws IOException, InterruptedException {
    HostProgram.expect(
        made, PATIENCE, List.of("cp", "-a", rootfs.toAbsolutePath() + "/.", made.toString()));
    nginx.copyInto(made);
    write(made.resolve("etc/nginx/jcr.conf"), CONFIGURATION);
    write(made.resolve("srv/www" + PAGE), page());
  }

  /// The server's workers are not root, so they must be able to read it.
  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static String page() {
    String start = "<!doctype html><title>jcr bench</title>\n";
    return start + "0123456789abcde\n".repeat(PAGE_BYTES / 16).substring(start.length());
  }

  /// Another root file system needs another copy: it is identified by the names and contents of its
  /// files.
  private static String stamp(Path rootfs) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(CONFIGURATION.getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(rootfs)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sum.update(rootfs.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        sum.update(Files.readAllBytes(file));
      }
    }
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
