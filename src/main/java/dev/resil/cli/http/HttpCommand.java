package dev.resil.cli.http;

import dev.resil.cache.CacheKey;
import dev.resil.cli.options.BreakerOptions;
import dev.resil.cli.options.BreakerSettings;
import dev.resil.cli.options.ExitCodeOptions;
import dev.resil.cli.options.FallbackOptions;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.HookOptions;
import dev.resil.cli.options.LimitOptions;
import dev.resil.cli.options.OptionHints;
import dev.resil.cli.options.Policies;
import dev.resil.cli.options.ReportOptions;
import dev.resil.cli.options.RetryOptions;
import dev.resil.cli.options.StatisticsSettings;
import dev.resil.cli.options.UsageException;
import dev.resil.http.Address;
import dev.resil.http.RequestSpec;
import dev.resil.outcome.AttemptKind;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resil http}. */
@Command(
    name = "http",
    header = "Make an HTTP request, retrying it on network and server failures.",
    customSynopsis = {"resil http [OPTIONS] URL"},
    description = {
      "Request options are those of curl, retry options those of 'resil run'. The body goes to"
          + " stdout or to -o FILE once it is complete; an interrupted response is resumed if"
          + " the server supports it.",
      "D is a duration: 100ms, 2s, 1.5m, 2h, 1d or 1h30m; a number without a unit is in"
          + " seconds; 0 means none."
    },
    footer = {
      "",
      "Examples:",
      "  resil http https://example.com/",
      "  resil http -n 5 -T 2m -LO https://example.com/big.iso",
      "  resil http --json '{}' --idempotency-key auto https://example.com/pay",
      "  resil http --breaker auto -t 5s --hedge 500ms https://example.com/api",
      "",
      "Exit code: 0 on success; 22 after an HTTP error; 6, 7, 35 or 56, as in curl, if",
      "name resolution, the connection, TLS or the transfer fails; 47 after too many",
      "redirects; 124 after a timeout; 75 if a breaker is open; 125 on a usage error",
      "or a failure of resil itself; 128+N after signal N."
    })
public final class HttpCommand implements Callable<Integer>, OptionHints {
  @Mixin(name = "Request")
  private final RequestOptions request = new RequestOptions();

  @Mixin(name = "Connection")
  private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin(name = "Answer")
  private final AnswerOptions answer = new AnswerOptions();

  @Mixin(name = "Retry")
  private final RetryOptions retry = new RetryOptions();

  @Mixin(name = "Repetition")
  private final RepetitionOptions repetition = new RepetitionOptions();

  @Mixin(name = "Outcomes")
  private final ResponseOptions outcomes = new ResponseOptions();

  @Mixin(name = "Exit code")
  private final ExitCodeOptions exitCode = new ExitCodeOptions();

  @Mixin(name = "Breaker")
  private final BreakerOptions breaker = new BreakerOptions();

  @Mixin(name = "Limits")
  private final LimitOptions limits = new LimitOptions();

  @Mixin(name = "Fallback")
  private final FallbackOptions fallback = new FallbackOptions();

  @Mixin(name = "Reports")
  private final ReportOptions reports = new ReportOptions();

  @Mixin(name = "Hooks")
  private final HookOptions hooks = new HookOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Parameters(paramLabel = "URL", hidden = true)
  private List<String> urls;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The URL, if it is not the last argument.")
  private String url;

  private final ToIntFunction<HttpSettings> runner;

  public HttpCommand(ToIntFunction<HttpSettings> runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    RetryPolicy policy = retry.toPolicy();
    Address address = address();
    Optional<BreakerSettings> guard = breaker.toSettings(Optional.of(address.hostAndPort()));
    Optional<StatisticsSettings> statistics = reports.toStatistics(guard);
    RequestSpec asked = request.toRequest(address, answer.collectsCookies());
    Optional<CacheKey> identity = fallback.keeps() ? Optional.of(key(asked)) : Optional.empty();
    Policies policies =
        new Policies(
            policy,
            retry.seed(),
            outcomes.toJudge(breaker.failures(AttemptKind.REQUEST)),
            guard,
            limits.toSettings(guard, statistics, breaker.isStrict()),
            fallback.toPlan(identity::orElseThrow, policy.maxElapsed()),
            reports.toSettings(hooks.toLines()),
            hooks.toPing(),
            statistics,
            breaker.place(),
            exitCode.toCodes());
    return runner.applyAsInt(
        new HttpSettings(
            asked,
            connection.toPolicy(repetition.hedge(), request.isTrusting(), asked.accepts().rate()),
            answer.toPolicy(address, request.isHead()),
            repetition.toPolicy(),
            repetition.key(),
            identity.map(CacheKey::hash),
            policies));
  }

  /** The key of everything that determines the output. */
  private CacheKey key(RequestSpec asked) {
    try {
      List<String> facts = new ArrayList<>(asked.fingerprint());
      facts.addAll(connection.facts(request.isTrusting()));
      facts.addAll(answer.facts());
      return CacheKey.ofRequest(facts);
    } catch (IOException e) {
      throw new UsageException("http: cannot read the body: " + Printable.of(IoReason.withFile(e)));
    }
  }

  private Address address() {
    List<String> all = new ArrayList<>(urls == null ? List.of() : urls);
    if (url != null) {
      all.addFirst(url);
    }
    if (all.isEmpty()) {
      throw new UsageException("http: no URL given; write it last: resil http [OPTIONS] URL");
    }
    if (all.size() > 1) {
      throw new UsageException("http: %d URLs given; run resil once per URL".formatted(all.size()));
    }
    try {
      return Address.parse(all.getFirst());
    } catch (IllegalArgumentException e) {
      throw new UsageException("http: the URL " + e.getMessage());
    }
  }

  @Override
  public Optional<String> instead(String word) {
    return CurlOptions.instead(word);
  }

  @Override
  public Optional<String> insteadOf(String option, String value) {
    return CurlOptions.insteadOf(option, value);
  }
}
