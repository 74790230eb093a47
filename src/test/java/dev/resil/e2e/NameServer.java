package dev.resil.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A name server (RFC 1035) at 127.0.0.1, port 53, of a network namespace, in which it is a program.
 * It prints a line once it answers.
 */
final class NameServer {
  private static final int PORT = 53;
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int TRUNCATED = 0x0200;
  private static final int NO_SUCH_NAME = 3;
  private static final int SERVER_FAILURE = 2;
  private static final byte[] LOCAL = {127, 0, 0, 1};
  private static final byte[] LOCAL_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private NameServer() {}

  /** Serves until it is killed. */
  public static void main(String[] args) throws IOException {
    InetAddress local = InetAddress.getByAddress(LOCAL);
    try (DatagramSocket udp = new DatagramSocket(PORT, local);
        ServerSocket tcp = new ServerSocket(PORT, 50, local)) {
      Thread.ofPlatform().daemon().start(() -> serve(tcp));
      System.out.println("ready");
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      while (true) {
        packet.setData(new byte[512]);
        udp.receive(packet);
        byte[] answer = answer(packet.getData(), false);
        if (answer.length > 0) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    }
  }

  private static void serve(ServerSocket tcp) {
    while (true) {
      try {
        Socket client = tcp.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        // the next client
      }
    }
  }

  /** glibc asks for both kinds of addresses over one connection, musl over two at once. */
  private static void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), true);
        out.writeShort(answer.length);
        out.write(answer);
      }
    } catch (IOException e) {
      // the client has closed
    }
  }

  /** The answer to a question; empty for a server that is silent. */
  private static byte[] answer(byte[] question, boolean whole) throws IOException {
    List<String> labels = new ArrayList<>();
    int at = 12;
    for (; question[at] != 0; at += question[at] + 1) {
      labels.add(new String(question, at + 1, question[at], StandardCharsets.ISO_8859_1));
    }
    int type = question[at + 2];
    List<byte[]> found = new ArrayList<>();
    int flags = 0x8180;
    switch (String.join(".", labels)) {
      case "four.test", "web.found.test" -> found.add(LOCAL);
      case "six.test" -> found.add(LOCAL_6);
      case "large.test" -> {
        if (whole) {
          for (int i = 0; i < 60; i++) {
            found.add(LOCAL);
          }
        } else {
          flags |= TRUNCATED;
        }
      }
      case "failing.test" -> flags |= SERVER_FAILURE;
      case "silent.test" -> {
        return new byte[0];
      }
      default -> flags |= NO_SUCH_NAME;
    }
    found.removeIf(address -> type != (address.length == LOCAL.length ? TYPE_A : TYPE_AAAA));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    for (int field : new int[] {flags, 1, found.size(), 0, 0}) {
      out.writeShort(field);
    }
    out.write(question, 12, at + 5 - 12);
    for (byte[] address : found) {
      for (int field : new int[] {0xc00c, type, 1, 0, 60, address.length}) {
        out.writeShort(field);
      }
      out.write(address);
    }
    return bytes.toByteArray();
  }
}
