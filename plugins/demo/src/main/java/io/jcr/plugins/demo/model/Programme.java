package io.jcr.plugins.demo.model;

import java.time.Instant;
import java.util.Map;

/// What is known before the first scene.
///
/// @param version of jcr
/// @param home where jcr is installed
/// @param options the backends that were asked for, as they were typed, or empty
/// @param host what the host is, by name: kernel, cgroups …
/// @param begin when
/// @param scenes how many
public record Programme(
    String version,
    String home,
    String options,
    Map<String, String> host,
    Instant begin,
    int scenes) {}
