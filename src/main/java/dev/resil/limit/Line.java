package dev.resil.limit;

import java.util.Optional;

/**
 * What stands before a request.
 *
 * @param room what is left for it
 * @param ahead how many wait longer
 * @param before who of them is next to it
 * @param missing how many permits and places in the queue others must give up before it may begin,
 *     unless time alone gives way; at least 1
 */
record Line(Room room, int ahead, Optional<Owner> before, int missing) {
  static Line of(LimitState state, Limit.Ask ask) {
    Demand demand = ask.demand();
    Room all = Room.in(state, demand);
    Room left = all;
    int ahead = 0;
    long takers = 0;
    Optional<Owner> before = Optional.empty();
    for (Ticket ticket : state.queue()) {
      if (ticket.isOf(ask.owner(), demand.kind())) {
        break;
      }
      if (ticket.demand().kind() == demand.kind()) {
        ahead++;
        takers += ticket.demand().most().isPresent() ? 1 : 0;
        before = Optional.of(ticket.owner());
        left = left.without(ticket.demand());
      }
    }
    long missing = takers < all.places() ? left.waiting() - all.starts() : takers - all.places();
    return new Line(left, ahead, before, Math.clamp(missing + 1, 1, Integer.MAX_VALUE));
  }
}
