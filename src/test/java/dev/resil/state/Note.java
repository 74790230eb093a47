package dev.resil.state;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A record for tests: some text under a name. */
public record Note(String name, String text) {
  /** Its stored form. */
  public static final RecordFormat<Note> FORMAT = new Format();

  private static final class Format implements RecordFormat<Note> {
    @Override
    public String kind() {
      return "note";
    }

    @Override
    public String name(Note note) {
      return note.name();
    }

    @Override
    public byte[] encode(Note note) {
      return "1\n%s\n%s\nend\n"
          .formatted(note.name(), note.text())
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Note decode(byte[] bytes) throws UnreadableRecordException {
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      if (lines.size() != 4 || !lines.getLast().equals("end")) {
        throw UnreadableRecordException.damaged("it is not whole");
      }
      if (!lines.getFirst().equals("1")) {
        throw UnreadableRecordException.newer("it is of version " + lines.getFirst());
      }
      return new Note(lines.get(1), lines.get(2));
    }
  }
}
