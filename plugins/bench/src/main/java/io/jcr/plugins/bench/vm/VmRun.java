package io.jcr.plugins.bench.vm;

/// A command that a virtual machine was booted for and has run to its end.
///
/// @param exitStatus the command's exit status; 128 + N when signal N ended it, 126 and 127 when it
///   could not be run
/// @param stdout what it printed
/// @param stderr what it printed as errors
/// @param timeline when what happened
public record VmRun(int exitStatus, String stdout, String stderr, VmTimeline timeline) {}
