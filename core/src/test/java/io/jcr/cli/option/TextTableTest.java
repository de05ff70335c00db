package io.jcr.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = new TextTable("NAME", "STATUS");
    table.row("a-long-name", "Up");
    table.row("b", "Exited (1)");
    assertEquals(
        """
        NAME          STATUS
        a-long-name   Up
        b             Exited (1)
        """,
        table.toString());
  }

  @Test
  void noLineEndsWithBlanks() {
    TextTable table = new TextTable("NAME", "ADDRESS");
    table.row("a", "");
    assertEquals("NAME   ADDRESS\na\n", table.toString());
  }
}
