package dev.resil.redis;

import java.util.List;

/**
 * What a server answered.
 *
 * @param each a reply for each command; an error that it answered is one
 * @param sentAt when the commands were sent, by the monotonic clock
 */
record Replies(List<Object> each, long sentAt) {
  Object first() {
    return each.getFirst();
  }
}
