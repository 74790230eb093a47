package dev.resil.http;

import dev.resil.io.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request: the same for each attempt, however often it is written.
 *
 * @param type its media type, empty for none
 * @param pieces what it consists of, one after the other
 */
public record Content(Optional<String> type, List<Piece> pieces) {
  private static final int BUFFER = 1 << 16;

  /** A part of it. */
  public sealed interface Piece {
    /** Some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Bytes(byte[] bytes) implements Piece {}

    /** A file, read anew for each attempt. */
    record InFile(Path file) implements Piece {}

    /** What was read from a stream before the first attempt. */
    record Kept(Spool spool) implements Piece {}
  }

  /** Copies the list. */
  public Content {
    pieces = List.copyOf(pieces);
  }

  /** How long it is now. */
  long length() throws IOException {
    long length = 0;
    for (Piece piece : pieces) {
      length +=
          switch (piece) {
            case Piece.Bytes(byte[] bytes) -> bytes.length;
            case Piece.InFile(Path file) -> Files.size(file);
            case Piece.Kept(Spool spool) -> spool.size();
          };
    }
    return length;
  }

  /** Tells one body from another: its SHA-256, in hexadecimal digits. */
  String sha256() throws IOException {
    MessageDigest digest = Digest.sha256();
    writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes all of it. */
  public void writeTo(OutputStream out) throws IOException {
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Bytes(byte[] bytes) -> out.write(bytes);
        case Piece.InFile(Path file) -> {
          try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
          }
        }
        case Piece.Kept(Spool spool) -> write(spool, out);
      }
    }
  }

  private static void write(Spool spool, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long position = 0; position < spool.size(); ) {
      int count = spool.read(position, buffer);
      if (count <= 0) {
        throw new LocalFailureException("the kept input cannot be read any more");
      }
      out.write(buffer, 0, count);
      position += count;
    }
  }
}
