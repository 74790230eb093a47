package dev.resil.limit;

import java.util.Optional;

/**
 * What stands before a request.
 *
 * @param room what is left for it
 * @param ahead how many wait longer
 * @param before who of them is next to it
 * @param needed what they must do first
 */
record Line(Room room, int ahead, Optional<Owner> before, Answer.Needed needed) {
  static Line of(LimitState state, Limit.Ask ask) {
    Demand demand = ask.demand();
    Room all = Room.in(state, demand);
    Room left = all;
    int ahead = 0;
    int takers = 0;
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
    long freed = takers < all.places() ? left.waiting() - all.starts() : takers - all.places();
    // there is never room for more at once
    long places = demand.most().orElse(Integer.MAX_VALUE);
    long starts = demand.rate().map(rate -> (long) rate.burst()).orElse(Long.MAX_VALUE);
    long departed = Math.max(takers - places, left.waiting() - starts);
    return new Line(left, ahead, before, new Answer.Needed(next(freed, 1), next(departed, 0)));
  }

  private static int next(long number, int least) {
    return Math.clamp(number + 1, least, Integer.MAX_VALUE);
  }
}
