package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.outcome.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An exchange that is cancelled while its answer arrives: then the receiver belongs to the next
 * attempt.
 */
class ExchangeTest {
  private final Kept body = new Kept();
  private final Kept others = new Kept();
  private final AnswerReceiver receiver =
      new AnswerReceiver(new Download(body, Optional.empty(), false), others, true, false);
  private Optional<Exchange> exchange = Optional.empty();

  /** An output in memory. */
  private static final class Kept implements AnswerOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void append(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
    }

    @Override
    public void cutTo(long length) {
      byte[] left = bytes.toByteArray();
      bytes.reset();
      bytes.write(left, 0, (int) length);
    }

    @Override
    public DrainResult commit(Consumer<Spool> copy) {
      return new DrainResult.Complete();
    }

    @Override
    public void discard() {
      bytes.reset();
    }
  }

  private void cancelAndGoOn() {
    exchange.orElseThrow().cancel();
    receiver.next();
  }

  private Answer answer(Interceptor server, Runnable afterHead) {
    var listener =
        new EventListener() {
          @Override
          public void callEnd(Call call) {
            afterHead.run();
          }
        };
    Exchange made =
        new Exchange(
            new OkHttpClient.Builder().addInterceptor(server).eventListener(listener).build(),
            new RequestSpec(
                Address.parse("http://localhost/"),
                "GET",
                false,
                List.of(),
                Optional.empty(),
                Identity.NONE,
                false,
                "test"),
            Optional.empty(),
            OptionalInt.of(5),
            receiver,
            Set.of(),
            () -> {});
    exchange = Optional.of(made);
    made.run();
    return made.answer().orElseThrow();
  }

  private static Response.Builder response(Interceptor.Chain chain, int status) {
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(status)
        .message("")
        .body(ResponseBody.create(new byte[0], null));
  }

  /** The head has arrived, and only the exchange knows. */
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 503})
  void shouldNotAnswerForTheNextAttempt(int status) {
    Answer answer =
        answer(
            chain -> response(chain, status).header("Location", "/").build(), this::cancelAndGoOn);

    assertThat(answer.outcome()).isInstanceOf(Outcome.Unanswered.class);
    assertThat(answer.transfer().redirects()).isZero();
    assertThat(receiver.winner()).isEmpty();
    assertThat(others.size() + body.size()).isZero();
  }

  @Test
  void shouldNotEndADownloadOfTheNextAttempt() {
    Buffer nothing = new Buffer();
    var cancelling =
        new ForwardingSource(nothing) {
          @Override
          public long read(Buffer sink, long count) {
            cancelAndGoOn();
            return -1;
          }
        };
    Answer answer =
        answer(
            chain ->
                response(chain, 200)
                    .body(ResponseBody.create(Okio.buffer(cancelling), null, 0))
                    .build(),
            () -> {});

    assertThat(answer.outcome()).isInstanceOf(Outcome.Unanswered.class);
  }
}
