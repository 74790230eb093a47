package dev.resil.redis;

import java.util.List;

/**
 * The replies of a server.
 *
 * @param each a reply for each command, including error replies
 * @param sentAt when the commands were sent, by {@link System#nanoTime}
 */
record Replies(List<Object> each, long sentAt) {
  Object first() {
    return each.getFirst();
  }
}
