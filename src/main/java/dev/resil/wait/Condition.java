package dev.resil.wait;

import dev.resil.files.UserPath;
import dev.resil.http.Address;
import dev.resil.redis.RedisAddress;
import dev.resil.text.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Something that can be waited for. */
public sealed interface Condition {
  /** Its text for messages and reports, without secrets. */
  String shown();

  /**
   * Whether another host, or a server, answers: a check without an answer then says that it is not
   * there. Without an answer of this machine, nothing is known.
   */
  default boolean isRemote() {
    return false;
  }

  /** A server accepts connections. */
  record Tcp(Endpoint place) implements Condition {
    @Override
    public String shown() {
      return "tcp:" + Printable.of(place.toString());
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /** A server accepts connections on a socket of this machine. */
  record Unix(UserPath path) implements Condition {
    @Override
    public String shown() {
      return "unix:" + path.shown();
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /**
   * A file exists.
   *
   * @param notEmpty whether it must have content
   */
  record File(UserPath path, boolean notEmpty) implements Condition {
    /** The end of a condition for a file that is not empty. */
    static final String NOT_EMPTY = ">0";

    @Override
    public String shown() {
      return "file:" + path.shown() + (notEmpty ? NOT_EMPTY : "");
    }
  }

  /** A process has ended. */
  record Pid(int pid) implements Condition {
    @Override
    public String shown() {
      return "pid:" + pid;
    }
  }

  /** No process has a name. */
  record Named(String name) implements Condition {
    @Override
    public String shown() {
      return "process:" + Printable.of(name);
    }
  }

  /** A command line exits with 0. */
  record Cmd(String line) implements Condition {
    @Override
    public String shown() {
      return "cmd:" + Printable.word(line);
    }
  }

  /** A name can be resolved. */
  record Dns(String name) implements Condition {
    @Override
    public String shown() {
      return "dns:" + Printable.of(name);
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /** A server gives a good answer to a request. */
  record Http(Address address) implements Condition {
    @Override
    public String shown() {
      return Printable.of(address.shown());
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /** A server has a valid certificate. */
  record Tls(Endpoint place) implements Condition {
    @Override
    public String shown() {
      return "tls:" + Printable.of(place.toString());
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /** Redis answers a PING. */
  record Redis(RedisAddress address) implements Condition {
    @Override
    public String shown() {
      return Printable.of(address.toString());
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /**
   * A database answers its protocol's greeting.
   *
   * @param user the user to name, which need not exist
   * @param database the database to name, which need not exist
   */
  record Database(Kind kind, Endpoint place, String user, String database) implements Condition {
    /** A protocol. */
    public enum Kind {
      /** PostgreSQL's. */
      POSTGRES("postgres", 5432),
      /** That of MySQL and MariaDB. */
      MYSQL("mysql", 3306);

      private final String scheme;
      private final int port;

      Kind(String scheme, int port) {
        this.scheme = scheme;
        this.port = port;
      }

      int port() {
        return port;
      }
    }

    @Override
    public String shown() {
      return kind.scheme + "://" + Printable.of(place.toString());
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  /** A time has come. */
  record After(Instant time) implements Condition {
    @Override
    public String shown() {
      return "after:" + time.truncatedTo(ChronoUnit.SECONDS);
    }
  }
}
