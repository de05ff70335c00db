package io.jcr.cli.option;

/// A command line that shows how a command is used.
///
/// @param purpose what it does: one sentence
/// @param commandLine what a user types
public record Example(String purpose, String commandLine) {}
