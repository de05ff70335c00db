package io.jcr.plugins.bench.suite;

/// What a suite measures in one go.
///
/// @param name unique in its suite
/// @param rounds the number of rounds
/// @param warmUp whether there is one more round before them, which does not count
public record Group(String name, int rounds, boolean warmUp) {}
