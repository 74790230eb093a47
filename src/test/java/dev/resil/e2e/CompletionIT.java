package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Completion in the real shells; bash and zsh run on a terminal. */
class CompletionIT {
  private static final Path BASH_COMPLETION = Path.of("/usr/share/bash-completion/bash_completion");
  private static final String ODD = "pay $(touch hacked) x";

  /** The typed line, whose last word is completed, and all candidates. */
  private static final List<Case> CASES =
      List.of(
          of("resil b", "breaker"),
          of("resil breaker re", "record", "reset"),
          of("resil help br", "breaker"),
          of("resil help breaker re", "record", "reset"),
          of("resil help pre", "presets"),
          of("resil completion ", "bash", "fish", "zsh"),
          of("resil run --back", "--backoff"),
          of("resil run --backoff ", "constant", "exponential", "fibonacci", "linear"),
          of("resil plan --backoff=e", "--backoff=exponential"),
          of("resil run -j d", "decorrelated"),
          of("resil run -qs K", "KILL"),
          of("resil run --stdin re", "replay"),
          of("resil run -n u", "unlimited"),
          of("resil run --preset a", "ansible", "apt-get", "auto", "aws"),
          of("resil http -X P", "PATCH", "POST", "PUT"),
          of("resil http --retry-on status:5xx,d", "status:5xx,dns"),
          of("resil http --failure-on t", "timeout", "tls"),
          of("resil http --idempotency-key ", "auto", "from:"),
          of("resil run --when-open ", "fail", "skip", "wait"),
          of("resil run --retry-on 7,not-", "7,not-executable", "7,not-found"),
          of("resil run --breaker ", "db:5432", ODD),
          of("resil run --breaker db:", "db:5432"),
          of("resil breaker check --state other ", "elsewhere"),
          of("resil breaker record db:5432 ", "failure", "success"),
          of("resil breaker rm db:5432 pay", ODD),
          of("resil run --profile ", "nightly", "patient"),
          of("resil run --name back", "backup"),
          of("resil stats show back", "backup"),
          of("resil run --report out", "out.json", "out.txt"),
          of("resil run --state ot", "other/"),
          of("resil run neighb", "neighbour"),
          of("resil run -- neighb", "neighbour"),
          of("resil run -qn 5 --retry-on exit:7 --backoff=linear neighbour --z", "--zebra"),
          of("resil run -- neighbour --z", "--zebra"));

  @TempDir Path folder;

  private Path work;

  record Case(String line, List<String> offers) {
    /** The number of complete words. */
    int words() {
      return line.split(" ", -1).length - 2;
    }
  }

  private static Case of(String line, String... offers) {
    return new Case(line, List.of(offers));
  }

  /** The input of each shell; bash and zsh insert all candidates, and then run the line. */
  enum Shell {
    BASH(
        """
        cat >rc <<'END'
        . /usr/share/bash-completion/bash_completion
        eval "$(command resil completion bash)"
        complete -W '--zebra --yak' neighbour
        resil() { printf '<%s>' "$@"; echo; }
        END
        { while IFS='|' read -r line _; do printf '%s\\033*\\n' "$line"; done <lines; echo exit; } >keys
        script -qec 'bash --noprofile --rcfile rc -i' /dev/null <keys
        """),
    ZSH(
        """
        cat >.zshrc <<'END'
        autoload -Uz compinit; compinit -u -D
        eval "$(command resil completion zsh)"
        _neighbour() { compadd -- --zebra --yak; }
        compdef _neighbour neighbour
        zle -C everything complete-word _generic
        zstyle ':completion:everything:*' completer _all_matches _complete
        zstyle ':completion:everything:*' insert yes
        bindkey -e
        bindkey '^X*' everything
        zle_bracketed_paste=()
        resil() { printf '<%s>' "$@"; echo; }
        END
        { while IFS='|' read -r line _; do printf '%s\\030*\\n' "$line"; done <lines; echo exit; } >keys
        ZDOTDIR=$PWD script -qec 'zsh -i' /dev/null <keys
        """),
    FISH(
        """
        cat >ask.fish <<'END'
        resil completion fish | source
        complete -c neighbour -l zebra -l yak
        while read -d '|' -l line _
            echo "<$(complete -C $line | string replace -r '\\t.*' '' | string join '><')>"
        end <lines
        END
        HOME=$PWD fish --no-config ask.fish
        """);

    private final String script;

    Shell(String script) {
      this.script = script;
    }
  }

  @BeforeEach
  void fillTheFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    Files.createDirectory(work.resolve("other"));
    Files.createFile(work.resolve("out.json"));
    Files.createFile(work.resolve("out.txt"));
    Files.writeString(
        work.resolve(".resil.toml"),
        """
        [profiles.nightly]
        max-attempts = 5
        [profiles.patient]
        base-delay = "10s"
        """);
    Path program = Files.createFile(work.resolve("neighbour"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Shell.class)
  void shouldOfferAllCandidates(Shell shell) throws Exception {
    Needs.programs(shell.name().toLowerCase(Locale.ROOT));
    if (shell != Shell.FISH) {
      Needs.programs("script"); // a terminal
    }
    if (shell == Shell.BASH) {
      Needs.that(Files.exists(BASH_COMPLETION), "bash-completion");
    }
    // the marker keeps trailing blanks
    Files.write(work.resolve("lines"), CASES.stream().map(line -> line.line() + "|").toList());
    String prepare =
        """
        resil breaker record 'db:5432' success
        resil breaker record '%s' success
        resil breaker record --state other elsewhere success
        resil run --name backup true
        PATH=$PWD:$PATH TERM=dumb PS1='> '
        export PATH TERM PS1
        """
            .formatted(ODD);

    String printed = new PlainShell(folder).run(prepare + shell.script, work).output();

    List<List<String>> lines = results(printed);
    assertThat(lines).as(printed).hasSameSizeAs(CASES);
    for (int i = 0; i < CASES.size(); i++) {
      List<String> words = lines.get(i);
      int whole = shell == Shell.FISH ? 0 : CASES.get(i).words();
      assertThat(words.subList(Math.min(whole, words.size()), words.size()))
          .as(CASES.get(i).line())
          .map(word -> word.replaceFirst("/$", ""))
          .containsExactlyInAnyOrderElementsOf(
              CASES.get(i).offers().stream().map(word -> word.replaceFirst("/$", "")).toList());
    }
    assertThat(work.resolve("hacked")).doesNotExist();
  }

  private static List<List<String>> results(String printed) {
    return printed
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("<") && line.endsWith(">"))
        .map(line -> Arrays.asList(line.substring(1, line.length() - 1).split("><", -1)))
        .toList();
  }
}
