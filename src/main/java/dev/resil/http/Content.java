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
 * The body of a request, the same for each attempt.
 *
 * @param type its media type, empty for none
 * @param pieces its parts in order
 */
public record Content(Optional<String> type, List<Piece> pieces) {
  private static final int BUFFER = 1 << 16;

  /** A part of a body. */
  public sealed interface Piece {
    /** Some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Piece {}

    /** A file, read again for each attempt. */
    record InFile(Path file) implements Piece {}

    /** Input saved from a stream before the first attempt. */
    record Kept(Spool spool) implements Piece {}
  }

  /** Copies the list. */
  public Content {
    pieces = List.copyOf(pieces);
  }

  /** The current length in bytes. */
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

  /** The SHA-256 of the body in hexadecimal digits. */
  String sha256() throws IOException {
    MessageDigest digest = Digest.sha256();
    writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes the whole body. */
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
        throw new LocalFailureException("the saved input can no longer be read");
      }
      out.write(buffer, 0, count);
      position += count;
    }
  }
}
