package io.jcr.plugins.bench.suite;

/// What a suite measures in one go.
///
/// @param name unique in its suite
/// @param rounds in how many rounds
/// @param warmUp whether there is one more round before, which does not count
public record Group(String name, int rounds, boolean warmUp) {}
