package io.jcr.plugins.demo.model;

import java.time.Instant;
import java.util.Map;

/// What is known before the first scene.
///
/// @param version of jcr
/// @param home where jcr is installed
/// @param options the requested backends, as they were typed, or empty
/// @param host what the host is, by name: kernel, cgroups …
/// @param begin the start time
/// @param scenes the number of scenes
public record Programme(
    String version,
    String home,
    String options,
    Map<String, String> host,
    Instant begin,
    int scenes) {}
