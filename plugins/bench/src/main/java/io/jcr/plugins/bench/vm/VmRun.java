package io.jcr.plugins.bench.vm;

/// A command for which a virtual machine was booted, and which has run to completion.
///
/// @param exitStatus the command's exit status; 128 + N if signal N ended it, 126 or 127 if it
///   could not be run
/// @param stdout what it printed
/// @param stderr what it printed as errors
/// @param timeline when everything happened
public record VmRun(int exitStatus, String stdout, String stderr, VmTimeline timeline) {}
